import { predictNoise, predictXStart } from "@cellgen/diffusion";
import * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.ts";
import type { SamplerOptions } from "./samplerOptions.ts";
import type { SamplerNoise } from "./seededNoise.ts";

/**
 * A step of any of the samplers: x at the next timestep is a sum with these weights. They are float64 and are rounded to float32 once,
 * for the whole batch, so that an image comes out bit for bit the same in any batch. A weight that is 0 or absent costs nothing.
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

/**
 * The loop of every sampler: call the denoiser, predict the clean images, take the weighted step, tell the progress.
 *
 * @param caller - The sampler's name, for messages.
 * @param weights - The weights of step `index`, from 0.
 * @returns The samples, the caller's. Everything else is disposed, also when the denoiser, the noise or the progress throws.
 */
export async function samplingLoop(
  caller: string,
  denoiser: Denoiser,
  noise: SamplerNoise,
  options: SamplerOptions,
  weights: (index: number) => StepWeights,
): Promise<tf.Tensor4D> {
  const { timesteps, signal } = options;
  const steps = timesteps.length;
  let xt = noise.initial();
  let predXStart: tf.Tensor4D | undefined;
  let finished = false;
  try {
    for (let index = 0; index < steps; index++) {
      signal?.throwIfAborted();
      const t = timesteps[index]!;
      const output = await denoiser(xt, t);
      const owned = [output, xt, predXStart];
      try {
        signal?.throwIfAborted();
        checkShape(caller, "denoiser's output", output, xt);
        const w = weights(index);
        const stepNoise = w.noise ? noise.step(index) : undefined;
        owned.push(stepNoise);
        if (stepNoise) checkShape(caller, "noise.step's result", stepNoise, xt);
        const next = weightedStep(options, w, { xt, t, output, predXStartBefore: predXStart, stepNoise });
        xt = next.xt;
        predXStart = next.predXStart;
      } finally {
        tf.dispose(owned as tf.Tensor[]);
      }
      const tNext = timesteps[index + 1] ?? null;
      await options.onProgress?.({ step: index + 1, steps, t, tNext, xt, predXStart });
    }
    finished = true;
    return xt;
  } finally {
    predXStart?.dispose();
    if (!finished) xt.dispose();
  }
}

interface StepTensors {
  readonly xt: tf.Tensor4D;
  readonly t: number;
  readonly output: tf.Tensor4D;
  readonly predXStartBefore: tf.Tensor4D | undefined;
  readonly stepNoise: tf.Tensor4D | undefined;
}

function weightedStep(
  { schedule, predictionType, clipSample = true }: SamplerOptions,
  weights: StepWeights,
  { xt, t, output, predXStartBefore, stepNoise }: StepTensors,
): { xt: tf.Tensor4D; predXStart: tf.Tensor4D } {
  return tf.tidy(() => {
    const timesteps = tf.fill([xt.shape[0]], t, "int32") as tf.Tensor1D;
    const raw = predictXStart(schedule, predictionType, output, xt, timesteps) as tf.Tensor4D;
    const predXStart = clipSample ? tf.clipByValue(raw, -1, 1) : raw;
    const predNoise = weights.predNoise
      ? predictNoise(schedule, predictionType, output, xt, timesteps)
      : undefined;
    let sum: tf.Tensor4D = tf.mul(predXStart, weights.predXStart);
    for (const [weight, term] of [
      [weights.xt, xt],
      [weights.predXStartBefore, predXStartBefore],
      [weights.predNoise, predNoise],
      [weights.noise, stepNoise],
    ] as const) {
      if (weight && term) sum = tf.add(sum, tf.mul(term, weight));
    }
    return { xt: sum, predXStart };
  });
}

function checkShape(caller: string, name: string, tensor: tf.Tensor, xt: tf.Tensor4D): void {
  if (!tf.util.arraysEqual(tensor.shape, xt.shape)) {
    throw new RangeError(
      `${caller}: ${name} must have the images' shape [${xt.shape}], got [${tensor.shape}].`,
    );
  }
}
