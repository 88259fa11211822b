/** Thrown if @cellgen/figures, which is needed only for reports, is not installed. */
export class MissingFiguresError extends Error {
  override readonly name = "MissingFiguresError";
  readonly code = "ERR_MISSING_FIGURES";

  /** @param caller - Function that needs the package. */
  constructor(caller: string, options?: ErrorOptions) {
    super(
      `${caller}: @cellgen/figures must be installed, but was not found. Install it: npm install @cellgen/figures`,
      options,
    );
  }
}

/**
 * Load the reports of runs, which need @cellgen/figures, an optional peer dependency.
 *
 * @param caller - Function that needs them, for the error message.
 * @throws MissingFiguresError if @cellgen/figures is not installed.
 */
export async function loadReport(
  caller: string,
  load: () => Promise<typeof import("../report/index.ts")> = () => import("../report/index.ts"),
): Promise<typeof import("../report/index.ts")> {
  try {
    return await load();
  } catch (error) {
    const isMissing =
      (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND" &&
      (error as Error).message.includes("@cellgen/figures");
    throw isMissing ? new MissingFiguresError(caller, { cause: error }) : error;
  }
}
