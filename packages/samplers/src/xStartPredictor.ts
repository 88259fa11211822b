import { predict, xStartCoefficients } from "@cellgen/diffusion/coefficients";
import type { SamplerOptions } from "./samplerOptions.ts";

/** The clean value x_0 for a value of x_t and of the denoiser's output, clipped to [-1, 1] if `clipSample`. */
export function xStartPredictor(
  { predictionType, clipSample = true }: SamplerOptions,
  alphaCumprod: number,
): (x: number, output: number) => number {
  const coefficients = xStartCoefficients(predictionType, alphaCumprod);
  const limit = clipSample ? 1 : Infinity;
  return (x, output) => Math.min(Math.max(predict(coefficients, x, output), -limit), limit);
}
