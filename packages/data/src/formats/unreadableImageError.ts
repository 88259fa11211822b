/** Reason why a file cannot be read, and the remedy. */
export interface ImageFault {
  /** Phrase that follows "cannot be read:". */
  readonly reason: string;
  /** Remedy, as a sentence. */
  readonly remedy: string;
}

/** Skipped file. */
export interface UnreadableImage extends ImageFault {
  /** Absolute path of the file. */
  readonly path: string;
}

/** Thrown if an image file cannot be read: truncated, empty, unsupported format, too large. Has `path`, `reason` and `remedy`. */
export class UnreadableImageError extends Error implements UnreadableImage {
  override readonly name = "UnreadableImageError";
  readonly path: string;
  readonly reason: string;
  readonly remedy: string;

  constructor(path: string, { reason, remedy }: ImageFault, options?: ErrorOptions) {
    super(`${path} cannot be read: ${reason}. ${remedy}`, options);
    this.path = path;
    this.reason = reason;
    this.remedy = remedy;
  }
}
