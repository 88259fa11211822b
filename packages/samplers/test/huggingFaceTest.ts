import * as tf from "@tensorflow/tfjs-core";
import type { Denoiser, SamplerNoise } from "../src/index.ts";
import { torchNormal } from "./torchNormal.ts";

/** The stand-in for a network in Hugging Face's scheduler tests: `xt * t / (t + 1)`. */
export const dummyModel: Denoiser = (xt, t) => tf.tidy((): tf.Tensor4D => tf.mul(xt, t / (t + 1)));

/**
 * Their deterministic sample (`arange(768) / 768` as [3,8,8,4], permuted to [4,3,8,8]), and step noise of `torch.manual_seed(0)`, drawn in
 * the order of the steps.
 */
export function dummySample(): SamplerNoise {
  const draw = torchNormal(0);
  const initial = Float32Array.from({ length: 768 }, (_, i) => ((i % 192) * 4 + Math.floor(i / 192)) / 768);
  return {
    initial: () => tf.tensor4d(initial, [4, 3, 8, 8]),
    step: () => tf.tensor4d(draw(768), [4, 3, 8, 8]),
  };
}

/** Sum and mean of the absolute values, which those tests compare; the samples are disposed. */
export async function absoluteSum(result: Promise<tf.Tensor4D>): Promise<{ sum: number; mean: number }> {
  const samples = await result;
  const values = samples.dataSync<"float32">();
  samples.dispose();
  const sum = values.reduce((total, x) => total + Math.abs(x), 0);
  return { sum, mean: sum / values.length };
}
