/** @cellgen/figures, which only reports need, is not installed. */
export class MissingFiguresError extends Error {
  override readonly name = "MissingFiguresError";
  readonly code = "ERR_MISSING_FIGURES";

  constructor(options?: ErrorOptions) {
    super(
      "evaluationReport: @cellgen/figures must be installed, it cannot be found. Install it: npm install @cellgen/figures",
      options,
    );
  }
}

/**
 * Loads the package that draws charts and sheets of images.
 *
 * @throws MissingFiguresError if it is not installed.
 */
export async function loadFigures(
  load: () => Promise<typeof import("@cellgen/figures")> = () => import("@cellgen/figures"),
): Promise<typeof import("@cellgen/figures")> {
  try {
    return await load();
  } catch (error) {
    const isMissing =
      (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND" &&
      (error as Error).message.includes("@cellgen/figures");
    throw isMissing ? new MissingFiguresError({ cause: error }) : error;
  }
}
