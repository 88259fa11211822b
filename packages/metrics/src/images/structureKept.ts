import { LUMA, type MeasuredImage } from "../cells/measuredImage.ts";
import { ssim } from "./ssim.ts";
import { WINDOW_SIZE } from "./ssimMap.ts";

/** Similarity of the structure of two images. */
export interface StructureKept {
  /** Correlation of the edge strength, -1…1; undefined if an image has no edges. */
  readonly edges?: number;
  /** SSIM of the luminance, -1…1; undefined below 11x11. */
  readonly ssim?: number;
}

/**
 * Compare the structure of two images independently of their colors.
 *
 * `edges = Pearson correlation of sqrt(gx² + gy²)`, with Sobel gradients of the luminance
 *
 * @param before - With values in [-1, 1].
 * @param after - Of the same size.
 */
export function structureKept(before: MeasuredImage, after: MeasuredImage): StructureKept {
  const { height, width } = before;
  const [a, b] = [grey(before), grey(after)];
  const edges = correlation(edgeStrength(a, height, width), edgeStrength(b, height, width));
  return {
    ...(edges === undefined ? {} : { edges }),
    ...(Math.min(height, width) < WINDOW_SIZE ? {} : { ssim: ssim(a, b, { height, width, dataRange: 2 }) }),
  };
}

/** Return the luminance, or the mean of channels that are not red, green and blue, 0…2. */
function grey({ values, channels }: MeasuredImage): Float64Array {
  return Float64Array.from({ length: values.length / channels }, (_, i) => {
    const pixel = values.subarray(i * channels, (i + 1) * channels);
    if (channels !== 3) {
      let sum = 0;
      for (const value of pixel) sum += value;
      return 1 + sum / channels;
    }
    return 1 + LUMA[0] * pixel[0]! + LUMA[1] * pixel[1]! + LUMA[2] * pixel[2]!;
  });
}

/** Return `sqrt(gx² + gy²)` of Sobel's 3x3 gradients, for the pixels that have all neighbors. */
function edgeStrength(values: Float64Array, height: number, width: number): Float64Array {
  const strength = new Float64Array(Math.max(0, (height - 2) * (width - 2)));
  let k = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = (dy: number, dx: number): number => values[(y + dy) * width + x + dx]!;
      const gx = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1);
      const gy = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
      strength[k++] = Math.hypot(gx, gy);
    }
  }
  return strength;
}

/** Return Pearson's correlation; undefined if an input is constant. */
function correlation(a: Float64Array, b: Float64Array): number | undefined {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [a[i]! - meanA, b[i]! - meanB];
    products += da * db;
    squaresA += da * da;
    squaresB += db * db;
  }
  const scale = Math.sqrt(squaresA * squaresB);
  return scale > 1e-9 ? products / scale : undefined;
}
