import type { DenoisedImage } from "@cellgen/pipelines";
import type { BesideBlur } from "./gaussianBaseline.ts";

/** A model that knows an image removes more than this share of its noise, unless there is hardly any. */
const SHARE = 0.5;

/** What was made of an image, field by field. */
interface DenoisedFields {
  readonly fields: readonly Pick<DenoisedImage, "residual">[];
  readonly besideBlur: readonly Pick<BesideBlur, "doubt">[];
}

/**
 * Whether what was estimated as an image's noise is its finest texture: the model, which does better on it than a blur, leaves more than
 * half of it.
 *
 * @param noise - The estimate.
 */
export function looksClean(noise: number, { fields, besideBlur }: DenoisedFields): boolean {
  const isKnown = besideBlur.length > 0 && besideBlur.every(({ doubt }) => doubt === undefined);
  return isKnown && fields.every(({ residual }) => residual.std < SHARE * noise);
}
