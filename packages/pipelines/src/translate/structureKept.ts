import { luminance, type UnitImage } from "@cellgen/data";
import { ssim } from "@cellgen/metrics";

/** How much of an image's structure another has. */
export interface StructureKept {
  /** Correlation of the strength of the edges, -1…1; nothing where one image has no edges. */
  readonly edges?: number;
  /** SSIM of the luminance, -1…1; nothing below 11 pixels. */
  readonly ssim?: number;
}

/** Compares two images of one size. */
export function structureKept(before: UnitImage, after: UnitImage): StructureKept {
  const { height, width } = before;
  const [a, b] = [grey(before), grey(after)];
  const edges = correlation(edgeStrength(a, height, width), edgeStrength(b, height, width));
  return {
    ...(edges === undefined ? {} : { edges }),
    ...(Math.min(height, width) < 11 ? {} : { ssim: ssim(a, b, { height, width, dataRange: 2 }) }),
  };
}

/** The luminance, 0…2. */
function grey({ values, channels }: UnitImage): Float64Array {
  return Float64Array.from(
    { length: values.length / channels },
    (_, i) => 1 + luminance(values, i * channels, channels),
  );
}

/** `sqrt(gx² + gy²)` of Sobel's 3x3 gradients, of the pixels that have all neighbours. */
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

/** Pearson's; nothing where one of them is constant. */
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
