/** Reason why an image cannot be processed. */
export type UnfitImageCode =
  | "ERR_IMAGE_TOO_SMALL"
  | "ERR_IMAGE_TOO_LONG"
  | "ERR_IMAGE_TOO_SMALL_FOR_NOISE"
  | "ERR_OTHER_CHANNELS";

/** Thrown if an image can be read but does not fit a model. `reason` and `remedy` complete the message "image is …". */
export class UnfitImageError extends RangeError {
  override readonly name = "UnfitImageError";
  readonly code: UnfitImageCode;
  /** Size and problem, such as "7x32, too small for a model of 32x32". */
  readonly reason: string;
  /** Remedy, as a sentence. */
  readonly remedy: string;
  /** Path of the image file, if known. */
  readonly file: string | undefined;

  constructor(
    code: UnfitImageCode,
    { reason, remedy, file }: { readonly reason: string; readonly remedy: string; readonly file?: string },
    options?: ErrorOptions,
  ) {
    super(`${file === undefined ? "" : `${file}: `}image is ${reason}. ${remedy}`, options);
    this.code = code;
    this.reason = reason;
    this.remedy = remedy;
    this.file = file;
  }

  /** Return the same error with the image file in its message. */
  inFile(file: string): UnfitImageError {
    const { code, reason, remedy } = this;
    return this.file === undefined
      ? new UnfitImageError(code, { reason, remedy, file }, { cause: this })
      : this;
  }
}
