import * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.ts";
import { repaintSteps } from "./repaintSteps.ts";
import { sampleDdpm } from "./sampleDdpm.ts";
import type { Sampler } from "./sampler.ts";
import { listedAlphasCumprod, type SamplerOptions } from "./samplerOptions.ts";
import { checkShape } from "./samplingLoop.ts";
import type { SamplerNoise } from "./seededNoise.ts";

/** What is known of the images, both `[batch, height, width, channels]`. */
export interface KnownPixels {
  /** Clean images, in [-1, 1]. Where they are to be filled, their values make no difference. */
  readonly xStart: tf.Tensor4D;
  /** 1 where a value is to be filled, 0 where it is known. */
  readonly mask: tf.Tensor4D;
}

export interface RepaintOptions extends SamplerOptions {
  /** Takes the steps, one at a time: `sampleDpmpp2m` takes them as a method of first order. @default sampleDdpm */
  readonly sampler?: Sampler;
  /** Steps that are gone back at once, 1…timesteps.length - 1. @default 10 */
  readonly jumpLength?: number;
  /** How often a step is taken, from 1: the more, the better the filled pixels agree with the known ones. @default 10 */
  readonly resamplings?: number;
}

/**
 * RePaint: fills what is missing in images with a denoiser that was never trained to.
 *
 * After each of the sampler's steps the known pixels are put back, with the noise of the timestep that was reached. With
 * a' = alphasCumprod there, which is 1 at the end:
 *
 * `x' = mask * sampled + (1 - mask) * (sqrt(a') * xStart + sqrt(1 - a') * noise)`
 *
 * The sampler did not know them when it took the step, so both parts agree badly. Therefore noise is added again, back by `jumpLength`
 * timesteps, `x = sqrt(a / a') * x' + sqrt(1 - a / a') * noise` with a = alphasCumprod where it goes back to, and the steps are taken
 * again: see {@link repaintSteps}. The denoiser is called once a step.
 *
 * @param noise - `step` is asked with 3 n, 3 n + 1 and 3 n + 2 in step n: for the sampler, the known pixels, and going back.
 * @returns The images, `[batch, height, width, channels]`: known pixels are `xStart`'s bit for bit. The caller disposes them.
 * @throws RangeError if an option is out of range, a shape differs, or the mask has other values than 0 and 1; `signal.reason` when
 * aborted; what the denoiser throws.
 * @see Lugmayr et al. 2022, arXiv:2201.09865, Algorithm 1.
 */
export async function repaint(
  denoiser: Denoiser,
  noise: SamplerNoise,
  known: KnownPixels,
  options: RepaintOptions,
): Promise<tf.Tensor4D> {
  const { sampler = sampleDdpm, jumpLength = 10, resamplings = 10, ...shared } = options;
  const { timesteps, endTimestep } = options;
  const alphasCumprod = listedAlphasCumprod("repaint", options);
  const steps = repaintSteps(timesteps.length, jumpLength, resamplings);
  checkShape("repaint", "known.mask", known.mask, known.xStart);
  const xStart = (await known.xStart.data()) as Float32Array;
  const mask = (await known.mask.data()) as Float32Array;
  const wrong = mask.findIndex((value) => value !== 0 && value !== 1);
  if (wrong !== -1) {
    throw new RangeError(`repaint: known.mask must be 0 or 1 everywhere, got ${mask[wrong]} at ${wrong}.`);
  }

  async function freshNoise(index: number): Promise<Float32Array> {
    const tensor = noise.step(index);
    try {
      checkShape("repaint", "noise.step's result", tensor, known.xStart);
      return (await tensor.data()) as Float32Array;
    } finally {
      tensor.dispose();
    }
  }

  /** Puts the known pixels back into images with the noise of step `n`'s end. */
  async function putBack(sampled: tf.Tensor4D, n: number): Promise<tf.Tensor4D> {
    const alphaCumprod = alphasCumprod[steps[n]! + 1]!;
    const [signal, deviation] = [Math.sqrt(alphaCumprod), Math.sqrt(1 - alphaCumprod)];
    const values = (await sampled.data()) as Float32Array;
    const fresh = deviation > 0 ? await freshNoise(3 * n + 1) : undefined;
    const next = values.map((value, i) => {
      if (mask[i] === 1) return value;
      return fresh ? signal * xStart[i]! + deviation * fresh[i]! : xStart[i]!;
    });
    return tf.tensor4d(next, sampled.shape);
  }

  /** Goes back from the end of step `n` to where step `n + 1` begins. */
  async function goBack(xt: tf.Tensor4D, n: number): Promise<tf.Tensor4D> {
    const ratio = alphasCumprod[steps[n + 1]!]! / alphasCumprod[steps[n]! + 1]!;
    const [kept, deviation] = [Math.sqrt(ratio), Math.sqrt(1 - ratio)];
    const values = (await xt.data()) as Float32Array;
    const fresh = await freshNoise(3 * n + 2);
    return tf.tensor4d(
      values.map((value, i) => kept * value + deviation * fresh[i]!),
      xt.shape,
    );
  }

  let xt = noise.initial();
  let predXStart: tf.Tensor4D | undefined;
  let finished = false;
  const replace = (next: tf.Tensor4D) => {
    xt.dispose();
    xt = next;
  };
  try {
    checkShape("repaint", "known.xStart", known.xStart, xt);
    for (const [n, k] of steps.entries()) {
      const t = timesteps[k]!;
      const tNext = timesteps[k + 1] ?? endTimestep;
      const sampled = await sampler(
        denoiser,
        { initial: () => tf.clone(xt), step: () => noise.step(3 * n) },
        {
          ...shared,
          timesteps: [t],
          ...(tNext === undefined ? {} : { endTimestep: tNext }),
          onProgress: (step) => {
            // A sampler of one's own may tell of one step several times.
            predXStart?.dispose();
            predXStart = tf.clone(step.predXStart);
          },
        },
      );
      replace(sampled);
      replace(await putBack(xt, n));
      const progress = { step: n + 1, steps: steps.length, t, tNext: tNext ?? null, xt };
      await options.onProgress?.({ ...progress, predXStart: predXStart! });
      predXStart?.dispose();
      if (n + 1 < steps.length && steps[n + 1] !== k + 1) replace(await goBack(xt, n));
    }
    finished = true;
    return xt;
  } finally {
    predXStart?.dispose();
    if (!finished) xt.dispose();
  }
}
