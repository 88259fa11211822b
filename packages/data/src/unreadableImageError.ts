/** A file that was passed over, and why, in one line. */
export interface UnreadableImage {
  /** The file, as an absolute path. */
  readonly path: string;
  readonly reason: string;
}

/** An image file that cannot be read: truncated, empty, another format, too large. `path` and `reason` say which and why. */
export class UnreadableImageError extends Error implements UnreadableImage {
  override readonly name = "UnreadableImageError";
  readonly path: string;
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path}: ${reason}.`, options);
    this.path = path;
    this.reason = reason;
  }
}
