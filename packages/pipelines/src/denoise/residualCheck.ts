import type { UnitImage } from "../network/unitImage.ts";
import type { PipelineWarning, ResidualWarningCode } from "../pipelineWarning.ts";

/** Residual of a denoised image (input − estimate), compared with the stated noise. */
export interface ResidualCheck {
  /** Mean of input − estimate over all pixels and channels; about 0. */
  readonly mean: number;
  /** Standard deviation of the residual. */
  readonly std: number;
  /**
   * Expected `std` if model and noise are correct. For a mean from one call, which does not estimate the remaining noise, it is the noise.
   */
  readonly expected: number;
  /**
   * Standard deviation of the residual's means over blocks of 8 x 8 pixels, divided by that of white noise of the stated strength: at most
   * about 1. A larger value indicates that a structure larger than a pixel was removed or added. With one or two blocks, values up to 2 occur
   * by chance.
   */
  readonly structure: number;
  /** Mismatches between residual and noise. Empty if there are none. */
  readonly warnings: readonly PipelineWarning<ResidualWarningCode>[];
}

/**
 * Return the maximum structure of a correct residual. The residual of a sample is white noise: the limit is 1.1 plus two standard
 * deviations for the given number of blocks. A mean retains structures larger than a pixel and most of the noise in them, so its residual
 * has less structure.
 */
function structureLimit(mode: "mean" | "sample", blocks: number): number {
  const spread = 1 / Math.sqrt(2 * blocks);
  return mode === "mean" ? 1 + 1.2 * spread : 1.1 + 2 * spread;
}

/** Side of a block in pixels. */
const BLOCK = 8;

/**
 * Check whether the residual has the statistics of the noise.
 *
 * For the estimate with minimum squared error, `residual variance = noise² − mean squared error`: below the variance of the noise, because
 * some noise remains. For a sample from the posterior it is `noise²`, because the true image is another such sample. Both are exact for
 * white noise and a model of the exact distribution of the images.
 *
 * @param noise - Stated standard deviation.
 * @param expected - Expected standard deviation of the residual. It is reported but not used for warnings, since a wrong model is wrong
 *   about it too.
 * @param mode - Kind of estimate.
 */
export function residualCheck(
  { values, height, width, channels }: UnitImage,
  estimate: ArrayLike<number>,
  noise: number,
  expected: number,
  mode: "mean" | "sample",
): ResidualCheck {
  const residual = Float64Array.from(values, (value, i) => value - estimate[i]!);
  const { mean, std } = moments(residual);
  const blocks = blockMeans(residual, height, width, channels);
  const ofWhiteNoise = Math.sqrt(blocks.variance) * noise;
  const structure = Math.sqrt(blocks.squares) / ofWhiteNoise;
  const warnings: PipelineWarning<ResidualWarningCode>[] = [];
  if (std > (1.05 + 4 / Math.sqrt(2 * residual.length)) * noise) {
    warnings.push({
      code: "residual-too-strong",
      ratio: std / noise,
      message: `The residual is ${(std / noise).toFixed(2)} times as strong as the stated noise: the noise is stronger, or image content was replaced.`,
    });
  }
  if (std < 0.5 * noise) {
    warnings.push({
      code: "residual-too-weak",
      ratio: std / noise,
      message: `The residual is only ${(std / noise).toFixed(2)} times as strong as the stated noise: the noise is weaker, or some of it remains.`,
    });
  }
  if (Math.abs(mean) > (0.1 + 4 / Math.sqrt(residual.length)) * noise) {
    const direction = mean > 0 ? "darker" : "brighter";
    warnings.push({
      code: "brightness-shifted",
      ratio: Math.abs(mean) / noise,
      message: `The image became ${direction} by ${(Math.abs(mean) / noise).toFixed(2)} of the noise's standard deviation on average: the noise does not have zero mean, for example because pixels are clipped at black or white, or the image differs from the training images.`,
    });
  }
  if (structure > structureLimit(mode, blocks.count)) {
    warnings.push({
      code: "residual-structured",
      ratio: structure,
      message: `The residual has structure: the standard deviation of its means over ${BLOCK} x ${BLOCK} pixels is ${structure.toFixed(1)} times that of white noise. Objects may have been removed or added.`,
      remedy: "Check these areas.",
    });
  }
  return { mean, std, expected, structure, warnings };
}

function moments(values: Float64Array): { readonly mean: number; readonly std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, std: Math.sqrt(variance) };
}

/** Return averages over blocks and channels: of the squared block means, and of their variance for white noise of variance 1. */
function blockMeans(
  residual: Float64Array,
  height: number,
  width: number,
  channels: number,
): { readonly count: number; readonly squares: number; readonly variance: number } {
  const [rows, columns] = [Math.ceil(height / BLOCK), Math.ceil(width / BLOCK)];
  const sums = new Float64Array(rows * columns);
  const counts = new Float64Array(rows * columns);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = Math.floor(y / BLOCK) * columns + Math.floor(x / BLOCK);
      for (let c = 0; c < channels; c++) sums[block]! += residual[(y * width + x) * channels + c]!;
      counts[block]! += channels;
    }
  }
  const average = (of: (block: number) => number) =>
    sums.reduce((sum, _, block) => sum + of(block), 0) / sums.length;
  return {
    count: sums.length,
    squares: average((block) => (sums[block]! / counts[block]!) ** 2),
    variance: average((block) => 1 / counts[block]!),
  };
}
