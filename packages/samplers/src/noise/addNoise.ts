import { forwardCoefficients } from "@cellgen/diffusion/coefficients";
import { checkLength } from "../checks/checkLength.ts";

/**
 * Add noise to images: the forward process in one step.
 *
 * `xt = sqrt(alphaCumprod) * xStart + sqrt(1 - alphaCumprod) * noise`
 *
 * @param alphaCumprod - `schedule.alphasCumprod[t]`, in 0…1. To go from timestep s to a noisier t, pass
 * `alphasCumprod[t] / alphasCumprod[s]`.
 * @param noise - Standard normal, of `xStart`'s length.
 * @returns New array.
 * @throws RangeError if `noise` and `xStart` differ in length.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 4.
 */
export function addNoise(xStart: Float32Array, noise: Float32Array, alphaCumprod: number): Float32Array {
  checkLength("addNoise", "noise", noise, xStart.length);
  const weights = forwardCoefficients(alphaCumprod);
  const xt = new Float32Array(xStart.length);
  for (let i = 0; i < xt.length; i++) xt[i] = weights.xStart * xStart[i]! + weights.noise * noise[i]!;
  return xt;
}
