import type { Denoiser, SamplerNoise } from "../../src/index.ts";
import { torchNormal } from "./torchNormal.ts";

/** The stand-in for a network in Hugging Face's scheduler tests: `xt * t / (t + 1)`. */
export const dummyModel: Denoiser = async (xt, t) => xt.map((x) => (x * t) / (t + 1));

/**
 * Their deterministic sample (`arange(768) / 768` as [3,8,8,4], permuted to [4,3,8,8]), and step noise of `torch.manual_seed(0)`, drawn in
 * the order of the steps.
 */
export function dummySample(): SamplerNoise {
  const draw = torchNormal(0);
  const initial = Float32Array.from({ length: 768 }, (_, i) => ((i % 192) * 4 + Math.floor(i / 192)) / 768);
  return {
    initial: () => initial,
    step: () => draw(768),
  };
}

/** Sum and mean of the absolute values, which those tests compare. */
export async function absoluteSum(result: Promise<Float32Array>): Promise<{ sum: number; mean: number }> {
  const values = await result;
  const sum = values.reduce((total, x) => total + Math.abs(x), 0);
  return { sum, mean: sum / values.length };
}
