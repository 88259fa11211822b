import type { MeasuredImage } from "../cells/measuredImage.ts";
import { type StructureKept, structureKept } from "./structureKept.ts";

/** How much of their structure the images of a set keep. */
export interface StructureKeptOfSet {
  /** Means over the images; a score that no image has is missing. */
  readonly mean: StructureKept;
  /**
   * The same between each image and the result of the next one, which have nothing to do with each other: what `mean` exceeds it by was
   * kept. Empty for a single image; undefined if the images are much alike.
   */
  readonly unrelated: StructureKept | undefined;
  /** The mean `edges` between each image and the next; 0 for a single image. */
  readonly likeness: number;
}

/** Images whose edges correlate more than this among themselves are frames of one scene, not unrelated. */
const MAX_UNRELATED_EDGES = 0.6;

/**
 * Compares the structure of images before and after a change, with that of unrelated images as the baseline.
 *
 * @param pairs - All of one size, with values in [-1, 1].
 * @see {@link structureKept}
 */
export function structureKeptOfSet(
  pairs: readonly { readonly before: MeasuredImage; readonly after: MeasuredImage }[],
): StructureKeptOfSet {
  const withNext = (when: "before" | "after"): StructureKept =>
    meanStructure(
      pairs.length < 2
        ? []
        : pairs.map(({ before }, index) => structureKept(before, pairs[(index + 1) % pairs.length]![when])),
    );
  const likeness = withNext("before").edges ?? 0;
  return {
    mean: meanStructure(pairs.map(({ before, after }) => structureKept(before, after))),
    unrelated: likeness > MAX_UNRELATED_EDGES ? undefined : withNext("after"),
    likeness,
  };
}

function meanStructure(scores: readonly StructureKept[]): StructureKept {
  const mean = (values: readonly number[]): number | undefined =>
    values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  const edges = mean(scores.flatMap((score) => score.edges ?? []));
  const ssim = mean(scores.flatMap((score) => score.ssim ?? []));
  return { ...(edges === undefined ? {} : { edges }), ...(ssim === undefined ? {} : { ssim }) };
}
