import { CELL_FEATURES, cellFeatures } from "@cellgen/metrics";
import { checkImages, type ImageSet, imageLength } from "../measures/imageSet.ts";
import type { FeatureExtractor } from "./featureExtractor.ts";

/** Number of images between checks of the signal. */
const YIELD_EVERY = 50;

/** Extractors of measured features. */
const extractors = new WeakSet<FeatureExtractor>();

export interface CellFeatureOptions {
  /** Index of the only channel to segment and measure. @default all of 1 or 3 channels, otherwise the first */
  readonly segmentChannel?: number | undefined;
}

/**
 * Create a feature extractor for measured features: shapes, colors and textures of the segmented cells, see `cellFeatures` of
 * @cellgen/metrics.
 *
 * @returns Features named "cells". They need not be disposed.
 */
export function cellFeatureExtractor({ segmentChannel }: CellFeatureOptions = {}): FeatureExtractor {
  const extractor: FeatureExtractor = {
    name: "cells",
    dimension: CELL_FEATURES.length,
    features: async (images) => {
      checkImages("features", "images", images, 0);
      return Float32Array.from(await measureCells(images, { segmentChannel }));
    },
    dispose: async () => {},
  };
  extractors.add(extractor);
  return extractor;
}

/** Check whether features are those of `measureCells`. */
export function isMeasured(features: FeatureExtractor): boolean {
  return extractors.has(features);
}

/** Measure the cells of each image. Returns a new array `[count, CELL_FEATURES.length]`. */
export async function measureCells(
  images: ImageSet,
  options: CellFeatureOptions & {
    readonly signal?: AbortSignal;
    readonly onProgress?: (share: number) => void;
  } = {},
): Promise<Float64Array> {
  const { values, height, width, channels } = images;
  const segmentChannel = options.segmentChannel ?? (channels === 1 || channels === 3 ? undefined : 0);
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
    const features = cellFeatures({ values: clipped, height, width, channels }, { segmentChannel });
    rows.set(features, image * CELL_FEATURES.length);
  }
  return rows;
}
