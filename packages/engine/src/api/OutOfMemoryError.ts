/** Compiling or running a function needs more memory than there is. */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";

  /** @param bytes - Size of the allocation that failed, if known. */
  constructor(caller: "compile" | "run", bytes: number | undefined, options?: ErrorOptions) {
    const missing = bytes === undefined ? "more" : `${(bytes / 1e9).toPrecision(2)} GB more`;
    super(
      `${caller}: memory must be enough for the function, ${missing} could not be allocated. Use smaller batches, smaller images or a smaller network.`,
      options,
    );
  }
}
