/** Why an image cannot be worked on. */
export type UnfitImageCode = "too-small" | "too-long" | "too-small-to-estimate-noise";

/** An image that can be read but does not fit a model. `reason` and `remedy` complete "… is". */
export class UnfitImageError extends RangeError {
  override readonly name = "UnfitImageError";
  readonly code: UnfitImageCode;
  /** The size and what is wrong with it, such as "7x32, too small for a model of 32x32". */
  readonly reason: string;
  /** A sentence. */
  readonly remedy: string;

  constructor(
    code: UnfitImageCode,
    { reason, remedy }: { readonly reason: string; readonly remedy: string },
  ) {
    super(`image is ${reason}. ${remedy}`);
    this.code = code;
    this.reason = reason;
    this.remedy = remedy;
  }
}
