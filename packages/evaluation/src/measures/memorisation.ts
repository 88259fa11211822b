import { checkImages, checkSameSize, type ImageSet } from "./imageSet.ts";
import { type Measurement, shareEstimate } from "./measurement.ts";
import { medianEstimate } from "./medianEstimate.ts";
import { type NearestPair, nearestImages } from "./nearestImages.ts";

/** Measures of memorized training images. */
export interface Memorisation {
  /** Median distance to the nearest training image. Below the baseline: closer than new images. */
  readonly distance: Measurement;
  /** Median relative distance, which compensates for images with little detail, which are close to all others. */
  readonly relativeDistance: Measurement;
  /** Share of generated images with a lower relative distance than 19 of 20 held-out images: 5 % without memorization. */
  readonly closerThanHeldOut: Measurement;
  /** Share of copies: less than half the relative distance of the closest 1 % of held-out images. */
  readonly copies: Measurement;
  /** Relative distance below which an image counts as a copy. */
  readonly copyLimit: number;
  /** Generated images closest to a training image, closest first. */
  readonly worst: readonly NearestPair[];
  /** Held-out images closest to a training image: how similar different real cells can be. */
  readonly worstHeldOut: readonly NearestPair[];
}

export interface MemorisationOptions {
  /** Number of listed pairs. @default 12 */
  readonly pairs?: number;
  readonly signal?: AbortSignal;
}

const DISTANCE_DESCRIPTION = "pixels of 16x16, in the nearest of eight symmetries";

/**
 * Compare each generated image, and each held-out image, with all training images. Images from a model that has memorized training images
 * are closer to one of them than new real images are.
 *
 * Images are compared at low resolution (averaged to at most 16 pixels per side), in all eight symmetries of the square.
 * `relative = d_1 / mean(d_1 … d_50)`, where d_i is the distance to the i-th nearest image, similar to the normalization of Carlini et al.
 *
 * @param training - At least 2 images on which the model was trained.
 * @param heldOut - Images of the same kind on which it was not trained.
 * @throws RangeError if sets are empty or differ in size; the signal's reason if it is aborted.
 * @see Carlini et al. 2023, arXiv:2301.13188, section 5.
 */
export async function memorisation(
  generated: ImageSet,
  training: ImageSet,
  heldOut: ImageSet,
  options: MemorisationOptions = {},
): Promise<Memorisation> {
  const caller = "memorisation";
  const reference = checkImages(caller, "training", training, 2);
  checkImages(caller, "generated", generated);
  checkImages(caller, "heldOut", heldOut);
  checkSameSize(caller, "generated", generated, training);
  checkSameSize(caller, "heldOut", heldOut, training);
  const { pairs, signal } = options;
  const near = await nearestImages(generated, training, signal);
  return memorisationOf(near, await nearestImages(heldOut, training, signal), reference, pairs);
}

/** Compute the same measures from existing pairs, for example those of one class. */
export function memorisationOf(
  near: readonly NearestPair[],
  nearHeldOut: readonly NearestPair[],
  reference: number,
  pairs = 12,
): Memorisation {
  const relative = near.map((pair) => pair.relative);
  const relativeHeldOut = nearHeldOut.map((pair) => pair.relative);
  const twentieth = quantile(relativeHeldOut, 0.05);
  const copyLimit = quantile(relativeHeldOut, 0.01) / 2;
  const shared = { features: DISTANCE_DESCRIPTION, n: near.length, reference };
  const share = (isHit: (relative: number) => boolean): Measurement => ({
    ...shareEstimate(relative.filter(isHit).length, near.length),
    ...shared,
    realBaseline: {
      ...shareEstimate(relativeHeldOut.filter(isHit).length, nearHeldOut.length),
      n: nearHeldOut.length,
    },
  });
  const median = (of: (pair: NearestPair) => number): Measurement => ({
    ...medianEstimate(near.map(of)),
    ...shared,
    realBaseline: { ...medianEstimate(nearHeldOut.map(of)), n: nearHeldOut.length },
  });
  const worstOf = (all: readonly NearestPair[]): NearestPair[] =>
    all.toSorted((a, b) => a.relative - b.relative || a.image - b.image).slice(0, pairs);
  return {
    distance: median((pair) => pair.distance),
    relativeDistance: median((pair) => pair.relative),
    closerThanHeldOut: share((value) => value <= twentieth),
    // Identical images have distance 0 and always count as copies.
    copies: share((value) => value < copyLimit || value === 0),
    copyLimit,
    worst: worstOf(near),
    worstHeldOut: worstOf(nearHeldOut),
  };
}

/** Return a quantile of sorted values; the minimum for 0. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}
