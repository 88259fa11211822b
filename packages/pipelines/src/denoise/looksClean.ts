import type { GaussianComparison } from "@cellgen/filters";
import type { DenoisedImage } from "./createImageDenoiser.ts";

/** Minimum share of the estimated noise that a model removes from images like its training images. */
const MIN_REMOVED_SHARE = 0.5;

/**
 * Whether the estimated noise of an image is mostly fine texture: the model's error is below that of a Gaussian filter, and it removes less than
 * half of the estimated noise.
 *
 * @param noise - Estimated standard deviation.
 */
export function looksClean(
  noise: number,
  fields: readonly Pick<DenoisedImage, "residual">[],
  comparisons: readonly Pick<GaussianComparison, "isWorse">[],
): boolean {
  const isKnown = comparisons.length > 0 && comparisons.every(({ isWorse }) => !isWorse);
  return isKnown && fields.every(({ residual }) => residual.std < MIN_REMOVED_SHARE * noise);
}
