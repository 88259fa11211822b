/** Thrown if a function uses operations that an engine does not support. */
export class UnsupportedOperationError extends Error {
  override readonly name = "UnsupportedOperationError";
  /** Names of the TensorFlow.js kernels. */
  readonly kernels: readonly string[];

  constructor(kernels: readonly string[], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kernels = kernels;
  }
}
