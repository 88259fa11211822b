/** A function uses operations that an engine cannot compute. */
export class UnsupportedOperationError extends Error {
  override readonly name = "UnsupportedOperationError";
  /** Names of TensorFlow.js's kernels. */
  readonly kernels: readonly string[];

  constructor(kernels: readonly string[], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kernels = kernels;
  }
}
