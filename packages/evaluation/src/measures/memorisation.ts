import { checkImages, checkSameSize, type ImageSet } from "./imageSet.ts";
import { type Measurement, shareEstimate } from "./measurement.ts";
import { medianEstimate } from "./medianEstimate.ts";
import { type NearestPair, nearestImages } from "./nearestImages.ts";

/** Whether training images were memorised. */
export interface Memorisation {
  /** Median distance to the nearest training image. Below the floor: nearer than new images are. */
  readonly distance: Measurement;
  /** Median relative distance. Images with little detail are near to everything; this does not mind. */
  readonly relativeDistance: Measurement;
  /** How many generated images have a lower relative distance than nineteen of twenty held-out ones: 5 % where nothing was copied. */
  readonly closerThanHeldOut: Measurement;
  /** How many are as good as copies: with less than half the relative distance of the closest hundredth of held-out images. */
  readonly copies: Measurement;
  /** Relative distance below which an image counts as a copy. */
  readonly copyLimit: number;
  /** The generated images most like a training image, the worst first. */
  readonly worst: readonly NearestPair[];
  /** The same of the held-out images: how alike different real cells can be. */
  readonly worstHeldOut: readonly NearestPair[];
}

export interface MemorisationOptions {
  /** Number of pairs that are listed. @default 12 */
  readonly pairs?: number;
  readonly signal?: AbortSignal;
}

const DISTANCE_DESCRIPTION = "pixels of 16x16, in the nearest of eight symmetries";

/**
 * Compares each generated image with all training images, and each held-out one: a model that has memorised images generates images
 * that are nearer to one of them than new real images are.
 *
 * Images are compared as small pictures (means over pixels, 16 a side at most), in all eight symmetries of the square.
 * `relative = d_1 / mean(d_1 … d_50)`, d_i the distance to the i-th nearest: as Carlini et al. divide by what is usual around an image.
 *
 * @param training - The images that the model was trained on, 2 or more.
 * @param heldOut - Images of the same kind that it was not trained on.
 * @throws RangeError if sets are empty or of different sizes; the signal's reason if it was aborted.
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

/** The same, of pairs that were found already: of a class alone, for instance. */
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
    floor: {
      ...shareEstimate(relativeHeldOut.filter(isHit).length, nearHeldOut.length),
      n: nearHeldOut.length,
    },
  });
  const median = (of: (pair: NearestPair) => number): Measurement => ({
    ...medianEstimate(near.map(of)),
    ...shared,
    floor: { ...medianEstimate(nearHeldOut.map(of)), n: nearHeldOut.length },
  });
  const worstOf = (all: readonly NearestPair[]): NearestPair[] =>
    all.toSorted((a, b) => a.relative - b.relative || a.image - b.image).slice(0, pairs);
  return {
    distance: median((pair) => pair.distance),
    relativeDistance: median((pair) => pair.relative),
    closerThanHeldOut: share((value) => value <= twentieth),
    // Of equal images the distance is 0, whatever the held-out ones are like.
    copies: share((value) => value < copyLimit || value === 0),
    copyLimit,
    worst: worstOf(near),
    worstHeldOut: worstOf(nearHeldOut),
  };
}

/** The value at a share of the sorted ones: the lowest for 0. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}
