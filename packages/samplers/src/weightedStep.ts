import * as tf from "@tensorflow/tfjs-core";
import { predictions } from "./predictions.ts";
import type { SamplerOptions } from "./samplerOptions.ts";

/**
 * A step of any of the samplers: x at the next timestep is a sum with these weights. A weight that is 0 or absent costs nothing.
 */
export interface StepWeights {
  readonly xt?: number;
  /** Of the clean images predicted in this step, clipped if `clipSample`. */
  readonly predXStart: number;
  /** Of the clean images predicted in the step before: multistep methods. */
  readonly predXStartBefore?: number;
  /** Of the noise predicted by the denoiser, as it came. */
  readonly predNoise?: number;
  /** Of fresh noise. */
  readonly noise?: number;
}

/** Images of one shape, `[batch, height, width, channels]`. */
export interface StepTensors {
  readonly xt: tf.Tensor4D;
  /** What the denoiser returned. */
  readonly output: tf.Tensor4D;
  readonly predXStartBefore: tf.Tensor4D | undefined;
  readonly noise: tf.Tensor4D | undefined;
}

/**
 * The images after a step, and the clean images predicted in it.
 *
 * One pass over the values in float64, rounded once: tfjs in place, an operation at a time, takes up to a third as long as the network.
 * Each image comes out bit for bit the same in any batch.
 *
 * @param t - The timestep of `xt`.
 * @returns New tensors, the caller's.
 */
export async function weightedStep(
  { schedule, predictionType, clipSample = true }: SamplerOptions,
  weights: StepWeights,
  t: number,
  tensors: StepTensors,
): Promise<{ xt: tf.Tensor4D; predXStart: tf.Tensor4D }> {
  const values = async (tensor: tf.Tensor4D): Promise<Float32Array> => (await tensor.data()) as Float32Array;
  const xt = await values(tensors.xt);
  const output = await values(tensors.output);
  const before = weights.predXStartBefore && tensors.predXStartBefore;
  const predXStartBefore = before ? await values(before) : undefined;
  const noise = weights.noise && tensors.noise ? await values(tensors.noise) : undefined;
  const { xt: ofXt = 0, predXStart: ofXStart, predXStartBefore: ofBefore = 0 } = weights;
  const { predNoise: ofPredNoise = 0, noise: ofNoise = 0 } = weights;

  const predict = predictions[predictionType];
  const a = schedule.sqrtAlphasCumprod[t]!;
  const s = schedule.sqrtOneMinusAlphasCumprod[t]!;
  const [least, greatest] = clipSample ? [-1, 1] : [-Infinity, Infinity];
  const predXStart = new Float32Array(xt.length);
  const next = new Float32Array(xt.length);
  for (let i = 0; i < xt.length; i++) {
    const x = xt[i]!;
    const xStart = Math.min(Math.max(predict.xStart(output[i]!, x, a, s), least), greatest);
    let sum = ofXStart * xStart + ofXt * x;
    if (predXStartBefore) sum += ofBefore * predXStartBefore[i]!;
    // Not finite where xt has none of the noise, so not to be multiplied with 0.
    if (ofPredNoise) sum += ofPredNoise * predict.noise(output[i]!, x, a, s);
    if (noise) sum += ofNoise * noise[i]!;
    predXStart[i] = xStart;
    next[i] = sum;
  }
  const { shape } = tensors.xt;
  return { xt: tf.tensor4d(next, shape), predXStart: tf.tensor4d(predXStart, shape) };
}
