import type { DenoisedFile } from "./denoiseImages.ts";

/** Of noise, a model that knows such images takes away more than this share, but where there is hardly any. */
const SHARE = 0.5;

/**
 * Whether what was estimated as an image's noise is its finest texture: the model, which does better on it than a blur, leaves more than half of it.
 *
 * @param noise - The estimate.
 */
export function looksClean(
  noise: number,
  { fields, besideBlur }: Pick<DenoisedFile, "fields" | "besideBlur">,
): boolean {
  const isKnown = besideBlur.length > 0 && besideBlur.every(({ doubt }) => doubt === undefined);
  return isKnown && fields.every(({ residual }) => residual.std < SHARE * noise);
}
