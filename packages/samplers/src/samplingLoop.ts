import * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.ts";
import type { SamplerOptions } from "./samplerOptions.ts";
import type { SamplerNoise } from "./seededNoise.ts";
import { type StepWeights, weightedStep } from "./weightedStep.ts";

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
        const tensors = { xt, output, predXStartBefore: predXStart, noise: stepNoise };
        const next = await weightedStep(options, w, t, tensors);
        xt = next.xt;
        predXStart = next.predXStart;
      } finally {
        tf.dispose(owned as tf.Tensor[]);
      }
      const tNext = timesteps[index + 1] ?? options.endTimestep ?? null;
      await options.onProgress?.({ step: index + 1, steps, t, tNext, xt, predXStart });
    }
    finished = true;
    return xt;
  } finally {
    predXStart?.dispose();
    if (!finished) xt.dispose();
  }
}

/** @throws RangeError if a tensor has not the images' shape. */
export function checkShape(caller: string, name: string, tensor: tf.Tensor, xt: tf.Tensor4D): void {
  if (!tf.util.arraysEqual(tensor.shape, xt.shape)) {
    throw new RangeError(
      `${caller}: ${name} must have the images' shape [${xt.shape}], got [${tensor.shape}].`,
    );
  }
}
