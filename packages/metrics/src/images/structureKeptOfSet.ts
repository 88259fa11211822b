import type { MeasuredImage } from "../cells/measuredImage.ts";
import { type StructureKept, structureKept } from "./structureKept.ts";

/** Similarity of structure over a set of images. */
export interface StructureKeptOfSet {
  /** Means over the images. A score that no image has is omitted. */
  readonly mean: StructureKept;
  /**
   * The same scores between each image and the result of the next one, as the baseline for unrelated images. Structure is preserved to the
   * extent that `mean` exceeds it. Empty for a single image; undefined if the images are too similar to each other.
   */
  readonly unrelated: StructureKept | undefined;
  /** Mean `edges` between each image and the next; 0 for a single image. */
  readonly likeness: number;
}

/** Maximum mean edge correlation between images of a set. Above it, they are likely frames of one scene, not unrelated images. */
const MAX_UNRELATED_EDGES = 0.6;

/**
 * Compare the structure of images before and after a change, with unrelated images as the baseline.
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
