import type { PredictionType } from "@cellgen/diffusion/coefficients";
import type { NoiseSchedule } from "@cellgen/schedules";
import type { Denoiser } from "../../src/index.ts";

/** The distribution of one pixel. */
export interface Normal {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The exact denoiser of images whose pixels are independent normals, in float64.
 *
 * With a = alphasCumprod[t], v = a deviation² + 1 - a, c = xt - sqrt(a) mean: `xStart = mean + sqrt(a) deviation² / v * c` and
 * `noise = sqrt(1 - a) / v * c` are the means of x_0 and of the noise given xt.
 *
 * @param pixels - One for each pixel of an image, in the order of its values.
 */
export function gaussianDenoiser(
  schedule: NoiseSchedule,
  predictionType: PredictionType,
  pixels: readonly Normal[],
): Denoiser {
  return async (xt, t) => {
    const a = schedule.alphasCumprod[t]!;
    return xt.map((x, i) => {
      const { mean, deviation } = pixels[i % pixels.length]!;
      const v = a * deviation ** 2 + 1 - a;
      const c = x - Math.sqrt(a) * mean;
      const xStart = mean + ((Math.sqrt(a) * deviation ** 2) / v) * c;
      const noise = (Math.sqrt(1 - a) / v) * c;
      if (predictionType === "epsilon") return noise;
      if (predictionType === "sample") return xStart;
      return Math.sqrt(a) * noise - Math.sqrt(1 - a) * xStart;
    });
  };
}
