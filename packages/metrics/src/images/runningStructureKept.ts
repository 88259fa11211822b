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

/** Running comparison of structure over a set of images. Only the first and the latest pair are stored. */
export interface RunningStructureKept {
  /**
   * Add an image before and after a change. Neither is changed or copied.
   *
   * @param before - With values in [-1, 1].
   * @param after - Of the same size, like all images of the set.
   * @param kept - Their `structureKept`, if already computed. @default computed
   */
  add(before: MeasuredImage, after: MeasuredImage, kept?: StructureKept): void;
  /** Return the scores of the images added so far. */
  scores(): StructureKeptOfSet;
}

/**
 * Compare the structure of images before and after a change, with unrelated images as the baseline, one image at a time.
 *
 * @see {@link structureKept}
 */
export function runningStructureKept(): RunningStructureKept {
  const kept: StructureKept[] = [];
  const withNext: Record<keyof Pair, StructureKept[]> = { before: [], after: [] };
  let first: Pair | undefined;
  let latest: Pair | undefined;
  return {
    add(before, after, ofPair = structureKept(before, after)) {
      kept.push(ofPair);
      if (latest) {
        withNext.before.push(structureKept(latest.before, before));
        withNext.after.push(structureKept(latest.before, after));
      }
      latest = { before, after };
      first ??= latest;
    },
    scores() {
      // The image after the last is the first.
      const meanWithNext = (when: keyof Pair): StructureKept =>
        meanStructure(
          first && latest && first !== latest
            ? [...withNext[when], structureKept(latest.before, first[when])]
            : [],
        );
      const likeness = meanWithNext("before").edges ?? 0;
      return {
        mean: meanStructure(kept),
        unrelated: likeness > MAX_UNRELATED_EDGES ? undefined : meanWithNext("after"),
        likeness,
      };
    },
  };
}

interface Pair {
  readonly before: MeasuredImage;
  readonly after: MeasuredImage;
}

function meanStructure(scores: readonly StructureKept[]): StructureKept {
  const mean = (values: readonly number[]): number | undefined =>
    values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  const edges = mean(scores.flatMap((score) => score.edges ?? []));
  const ssim = mean(scores.flatMap((score) => score.ssim ?? []));
  return { ...(edges === undefined ? {} : { edges }), ...(ssim === undefined ? {} : { ssim }) };
}
