import { canMeasureCells, measureCells } from "../features/cellFeatureExtractor.ts";
import type { ImageSet } from "./imageSet.ts";

/** Measured cell features of each image, `[count, CELL_FEATURES.length]`. */
export type MeasuredSets = Readonly<Record<"generated" | "training" | "heldOut", Float64Array>>;

/**
 * Measure the cells in all images of three sets of one size.
 *
 * @returns The measured features, in new arrays; undefined if images have neither 1 nor 3 channels.
 */
export async function measureSets(
  { training, heldOut, generated }: Readonly<Record<keyof MeasuredSets, ImageSet>>,
  {
    signal,
    onProgress,
  }: { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void } = {},
): Promise<MeasuredSets | undefined> {
  if (!canMeasureCells(training)) return undefined;
  const measure = (set: ImageSet, index: number): Promise<Float64Array> =>
    measureCells(set, {
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress: (share: number) => onProgress((index + share) / 3) } : {}),
    });
  return {
    training: await measure(training, 0),
    heldOut: await measure(heldOut, 1),
    generated: await measure(generated, 2),
  };
}
