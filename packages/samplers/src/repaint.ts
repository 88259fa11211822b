import { checkLength } from "./checks/checkLength.ts";
import type { Denoiser } from "./denoiser.ts";
import { addNoise } from "./noise/addNoise.ts";
import { type SamplerNoise, stepNoise } from "./noise/samplerNoise.ts";
import { sampleDdpm } from "./sampleDdpm.ts";
import type { Sampler } from "./sampler.ts";
import type { SamplerOptions } from "./samplerOptions.ts";
import { repaintSteps } from "./timesteps/repaintSteps.ts";
import { samplerSteps } from "./timesteps/samplerSteps.ts";

/** The known part of images, both arrays of the batch's length. */
export interface KnownPixels {
  /** Clean images, one after the other, in [-1, 1]. Their values in the masked regions have no effect. */
  readonly xStart: Float32Array;
  /** 1 where a value is to be inpainted, 0 where it is known. */
  readonly mask: ArrayLike<number>;
}

export interface RepaintOptions extends SamplerOptions {
  /** Takes the steps, one at a time: `sampleDpmpp2m` takes them as a method of first order. @default sampleDdpm */
  readonly sampler?: Sampler;
  /** Number of steps that a jump goes back, 1…timesteps.length - 1. @default 10 */
  readonly jumpLength?: number;
  /** How often a step is taken, from 1: more make the inpainted pixels agree better with the known ones. @default 10 */
  readonly resamplings?: number;
}

/**
 * RePaint: inpaint masked regions of images with a denoiser that was not trained for it.
 *
 * After each of the sampler's steps the known pixels are put back, with the noise of the timestep that was reached. With
 * a' = alphasCumprod there, which is 1 at the end:
 *
 * `x' = mask * sampled + (1 - mask) * (sqrt(a') * xStart + sqrt(1 - a') * noise)`
 *
 * The sampler took the step without them, so both parts agree badly. Therefore noise is added again, back by `jumpLength` timesteps,
 * `x = sqrt(a / a') * x' + sqrt(1 - a / a') * noise` with a = alphasCumprod where it goes back to, and the steps are taken
 * again: see {@link repaintSteps}. The denoiser is called once a step.
 *
 * @param noise - `step` is called with 3 n, 3 n + 1 and 3 n + 2 in step n: for the sampler, the known pixels, and going back.
 * @returns The images, one after the other, each `[height, width, channels]`: known pixels are `xStart`'s bit for bit. The caller's.
 * @throws RangeError if an option is out of range, a length differs, or the mask has other values than 0 and 1; `signal.reason` when
 * aborted; errors of the denoiser.
 * @see Lugmayr et al. 2022, arXiv:2201.09865, Algorithm 1.
 */
export async function repaint(
  denoiser: Denoiser,
  noise: SamplerNoise,
  known: KnownPixels,
  options: RepaintOptions,
): Promise<Float32Array> {
  const { sampler = sampleDdpm, jumpLength = 10, resamplings = 10, endTimestep, ...shared } = options;
  const steps = samplerSteps("repaint", options);
  const order = repaintSteps(steps.length, jumpLength, resamplings);
  let xt = noise.initial();
  checkKnownPixels(known, xt.length);
  const freshNoise = (index: number, weight: number) => stepNoise("repaint", noise, index, weight, xt.length);

  for (const [n, k] of order.entries()) {
    const { t, alphaCumprodNext, progress } = steps[k]!;
    const from = xt;
    let predXStart: Float32Array | undefined;
    const sampled = await sampler(
      denoiser,
      { initial: () => from, step: () => noise.step(3 * n) },
      {
        ...shared,
        timesteps: [t],
        ...(progress.tNext === null ? {} : { endTimestep: progress.tNext }),
        onProgress: (step) => {
          predXStart = step.predXStart;
        },
      },
    );
    xt = withKnownPixels(sampled, known, alphaCumprodNext, freshNoise(3 * n + 1, 1 - alphaCumprodNext));
    await options.onProgress?.({
      ...progress,
      step: n + 1,
      steps: order.length,
      xt,
      predXStart: predXStart ?? sampled,
    });

    const next = order[n + 1];
    if (next !== undefined && next <= k) {
      const ratio = steps[next]!.alphaCumprod / alphaCumprodNext;
      xt = addNoise(xt, freshNoise(3 * n + 2, 1)!, ratio);
    }
  }
  return xt;
}

function checkKnownPixels({ xStart, mask }: KnownPixels, length: number): void {
  checkLength("repaint", "known.xStart", xStart, length);
  checkLength("repaint", "known.mask", mask, length);
  const wrong = Array.prototype.findIndex.call(mask, (value) => value !== 0 && value !== 1);
  if (wrong === -1) return;
  throw new RangeError(`repaint: known.mask must be 0 or 1 everywhere, got ${mask[wrong]} at ${wrong}.`);
}

/** Puts the known pixels, with the noise of a noise level, into images of that level. No noise: into clean images. */
function withKnownPixels(
  sampled: Float32Array,
  { xStart, mask }: KnownPixels,
  alphaCumprod: number,
  noise: Float32Array | undefined,
): Float32Array {
  const noised = noise ? addNoise(xStart, noise, alphaCumprod) : xStart;
  return sampled.map((value, i) => (mask[i] === 1 ? value : noised[i]!));
}
