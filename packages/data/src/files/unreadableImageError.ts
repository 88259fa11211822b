/** Why a file cannot be read, and what can be done about it. */
export interface ImageFault {
  /** A few words that follow "cannot be read:". */
  readonly reason: string;
  /** A sentence. */
  readonly remedy: string;
}

/** A file that was passed over. */
export interface UnreadableImage extends ImageFault {
  /** The file, as an absolute path. */
  readonly path: string;
}

/** An image file that cannot be read: truncated, empty, another format, too large. `path`, `reason` and `remedy` say which, why, and what to do. */
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
