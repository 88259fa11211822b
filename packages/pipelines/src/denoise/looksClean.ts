import type { GaussianComparison } from "@cellgen/filters";
import type { DenoisedImage } from "./createImageDenoiser.ts";

/** Of noise, a model that knows such images takes away more than this share, but where there is hardly any. */
const MIN_REMOVED_SHARE = 0.5;

/**
 * Whether what was estimated as an image's noise is its finest texture: the model, which does better on it than a Gaussian filter, leaves
 * more than half of it.
 *
 * @param noise - The estimate.
 */
export function looksClean(
  noise: number,
  fields: readonly Pick<DenoisedImage, "residual">[],
  comparisons: readonly Pick<GaussianComparison, "isWorse">[],
): boolean {
  const isKnown = comparisons.length > 0 && comparisons.every(({ isWorse }) => !isWorse);
  return isKnown && fields.every(({ residual }) => residual.std < MIN_REMOVED_SHARE * noise);
}
