import type { UnitImage } from "../network/unitImage.ts";
import type { PipelineWarning } from "../pipelineWarning.ts";

/** How the residual does not fit the noise. */
export type ResidualWarningCode =
  | "residual-too-strong"
  | "residual-too-weak"
  | "brightness-shifted"
  | "residual-structured";

/** The residual of a denoised image (input − estimate), compared with the stated noise. */
export interface ResidualCheck {
  /** Of input − estimate, over all pixels and channels: 0 but for chance. */
  readonly mean: number;
  /** Its standard deviation. */
  readonly std: number;
  /** What `std` is if model and noise are right; of a mean by one call, which does not tell how much less than the noise that is, the noise. */
  readonly expected: number;
  /**
   * The spread of its means over blocks of 8 x 8 pixels, divided by that of white noise of the stated strength: at most about 1. More says
   * that something larger than a pixel was removed or added. Of one or two blocks chance alone makes 2.
   */
  readonly structure: number;
  /** Where the residual does not fit the noise. Empty: nothing speaks against the estimate. */
  readonly warnings: readonly PipelineWarning<ResidualWarningCode>[];
}

/**
 * What the structure of a right residual hardly reaches. That of a sample is white noise: twice its spread over so many blocks, and a tenth
 * more. A mean keeps what is larger than a pixel and most of the noise in it, so that much less of it is in the residual.
 */
function structureLimit(mode: "mean" | "sample", blocks: number): number {
  const spread = 1 / Math.sqrt(2 * blocks);
  return mode === "mean" ? 1 + 1.2 * spread : 1.1 + 2 * spread;
}

/** Pixels along a block's side. */
const BLOCK = 8;

/**
 * Whether the residual looks like the noise.
 *
 * Of an estimate of least squared error, `residual variance = noise² − mean squared error`, less than the noise's since some of it stays;
 * of a sample from the posterior it is `noise²`, since the true image is another such sample. Both are exact for white noise and a model
 * that knows the images' distribution.
 *
 * @param noise - The stated standard deviation.
 * @param expected - Of the residual: told, not judged by, since a model that is wrong is wrong about this too.
 * @param mode - What the estimate is.
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
      message: `The image became ${direction} by ${(Math.abs(mean) / noise).toFixed(2)} of the noise's standard deviation on average: the noise is not centred, as where pixels are clipped at black or white, or the image differs from the training images.`,
    });
  }
  if (structure > structureLimit(mode, blocks.count)) {
    warnings.push({
      code: "residual-structured",
      ratio: structure,
      message: `The residual has structure: its means over ${BLOCK} x ${BLOCK} pixels spread ${structure.toFixed(1)} times as much as those of white noise. Objects may have been removed or added. Check these areas.`,
    });
  }
  return { mean, std, expected, structure, warnings };
}

function moments(values: Float64Array): { readonly mean: number; readonly std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, std: Math.sqrt(variance) };
}

/** Means over blocks and channels: of their squares, and of the variance that each has for white noise of variance 1. */
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
