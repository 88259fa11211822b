/** @cellgen/figures, which only reports need, is not installed. */
export class MissingFiguresError extends Error {
  override readonly name = "MissingFiguresError";
  readonly code = "ERR_MISSING_FIGURES";

  /** @param caller - The function that needs the package. */
  constructor(caller: string, options?: ErrorOptions) {
    super(
      `${caller}: @cellgen/figures must be installed, it cannot be found. Install it: npm install @cellgen/figures`,
      options,
    );
  }
}

/**
 * Loads @cellgen/figures, an optional peer dependency, which draws the charts and sheets of reports.
 *
 * @param caller - The function that needs it, for the error.
 * @throws MissingFiguresError if it is not installed.
 */
export async function loadFigures(
  caller: string,
  load: () => Promise<typeof import("@cellgen/figures")> = () => import("@cellgen/figures"),
): Promise<typeof import("@cellgen/figures")> {
  try {
    return await load();
  } catch (error) {
    const isMissing =
      (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND" &&
      (error as Error).message.includes("@cellgen/figures");
    throw isMissing ? new MissingFiguresError(caller, { cause: error }) : error;
  }
}
