import { type CellFeatureOptions, measureCells } from "../features/cellFeatureExtractor.ts";
import type { ImageSet } from "./imageSet.ts";

/** Measured cell features of each image, `[count, CELL_FEATURES.length]`. */
export type MeasuredSets = Readonly<Record<"generated" | "training" | "heldOut", Float64Array>>;

/**
 * Measure the cells in all images of three sets of one size.
 *
 * @returns The measured features, in new arrays.
 */
export async function measureSets(
  { training, heldOut, generated }: Readonly<Record<keyof MeasuredSets, ImageSet>>,
  {
    segmentChannel,
    signal,
    onProgress,
  }: CellFeatureOptions & {
    readonly signal?: AbortSignal;
    readonly onProgress?: (share: number) => void;
  } = {},
): Promise<MeasuredSets> {
  const measure = (set: ImageSet, index: number): Promise<Float64Array> =>
    measureCells(set, {
      segmentChannel,
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress: (share: number) => onProgress((index + share) / 3) } : {}),
    });
  return {
    training: await measure(training, 0),
    heldOut: await measure(heldOut, 1),
    generated: await measure(generated, 2),
  };
}
