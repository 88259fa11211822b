/** Thrown if compiling or running a function needs more memory than is available. */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";

  /** @param bytes - Size of the failed allocation, if known. */
  constructor(caller: "compile" | "run", bytes: number | undefined, options?: ErrorOptions) {
    const missing = bytes === undefined ? "more" : `${(bytes / 1e9).toPrecision(2)} GB more`;
    super(
      `${caller}: not enough memory for the function, ${missing} could not be allocated. Use smaller batches, smaller images or a smaller network.`,
      options,
    );
  }
}
