import { CELL_FEATURES, cellFeatures } from "@cellgen/metrics";
import { checkImages, type ImageSet, imageLength } from "../measures/imageSet.ts";
import type { FeatureExtractor } from "./featureExtractor.ts";

/** Number of images between checks of the signal. */
const YIELD_EVERY = 50;

const extractor: FeatureExtractor = {
  name: "cells",
  dimension: CELL_FEATURES.length,
  features: async (images) => {
    checkImages("features", "images", images, 0);
    if (!canMeasureCells(images)) {
      throw new RangeError(`features: images must have 1 or 3 channels, got ${images.channels}.`);
    }
    return Float32Array.from(await measureCells(images));
  },
  dispose: async () => {},
};

/**
 * Create a feature extractor for measured features: shapes, colours and textures of the segmented cells, see `cellFeatures` of
 * @cellgen/metrics.
 *
 * @returns Features named "cells". They need not be disposed.
 */
export function cellFeatureExtractor(): FeatureExtractor {
  return extractor;
}

/** Check whether features are those of `measureCells`. */
export function isMeasured(features: FeatureExtractor): boolean {
  return features === extractor;
}

/** Check whether cells can be measured in the images, which need 1 or 3 channels. */
export function canMeasureCells({ channels }: ImageSet): boolean {
  return channels === 1 || channels === 3;
}

/** Measure the cells of each image. Returns a new array `[count, CELL_FEATURES.length]`. */
export async function measureCells(
  images: ImageSet,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void } = {},
): Promise<Float64Array> {
  const { values, height, width, channels } = images;
  const length = imageLength(images);
  const count = values.length / length;
  const rows = new Float64Array(count * CELL_FEATURES.length);
  for (let image = 0; image < count; image++) {
    if (image % YIELD_EVERY === 0) {
      options.onProgress?.(image / count);
      await new Promise((resolve) => setTimeout(resolve, 0));
      options.signal?.throwIfAborted();
    }
    const clipped = values
      .slice(image * length, (image + 1) * length)
      .map((value) => Math.min(1, Math.max(-1, value)));
    rows.set(cellFeatures({ values: clipped, height, width, channels }), image * CELL_FEATURES.length);
  }
  return rows;
}
