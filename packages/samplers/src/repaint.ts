import { checkLength } from "./checks/checkLength.ts";
import type { Denoiser } from "./denoiser.ts";
import { addNoise } from "./noise/addNoise.ts";
import { type SamplerNoise, stepNoise } from "./noise/samplerNoise.ts";
import { sampleDdpm } from "./sampleDdpm.ts";
import type { Sampler } from "./sampler.ts";
import type { SamplerOptions } from "./samplerOptions.ts";
import { repaintSteps } from "./timesteps/repaintSteps.ts";
import { samplerSteps } from "./timesteps/samplerSteps.ts";

/** The images to inpaint and their mask. Both arrays have the length of the batch. */
export interface KnownPixels {
  /** Clean images, concatenated, in [-1, 1]. Values in masked regions have no effect. */
  readonly xStart: Float32Array;
  /** 1 for values to inpaint, 0 for known values. */
  readonly mask: ArrayLike<number>;
}

/** Options of `repaint`. */
export interface RepaintOptions extends SamplerOptions {
  /** The sampler. It is called for one step at a time, which makes `sampleDpmpp2m` a first-order method. @default sampleDdpm */
  readonly sampler?: Sampler;
  /** Number of steps that a jump goes back, 1…timesteps.length - 1. @default 10 */
  readonly jumpLength?: number;
  /** Number of times each step is taken, at least 1. More make the inpainted pixels more consistent with the known pixels. @default 10 */
  readonly resamplings?: number;
}

/**
 * Inpaint masked regions of images with RePaint. The denoiser need not be trained for inpainting.
 *
 * After each sampling step, the known pixels are restored with the noise of the new timestep. With a' = alphasCumprod at that timestep
 * (1 at the end):
 *
 * `x' = mask * sampled + (1 - mask) * (sqrt(a') * xStart + sqrt(1 - a') * noise)`
 *
 * The sampler predicted the masked region before the known pixels were restored, so the two parts are inconsistent. RePaint therefore adds
 * noise to go back `jumpLength` timesteps, `x = sqrt(a / a') * x' + sqrt(1 - a / a') * noise` with a = alphasCumprod of the earlier
 * timestep, and repeats the steps: see {@link repaintSteps}. Each step calls the denoiser once.
 *
 * @param noise - Step n calls `step` with 3n for the sampler, 3n + 1 for the known pixels, and 3n + 2 for a jump back.
 * @returns The images, concatenated, each `[height, width, channels]`. Known pixels equal those of `xStart` exactly. New array.
 * @throws RangeError if an option is out of range, lengths differ, or the mask has values other than 0 and 1; `signal.reason` if aborted;
 * any error of the denoiser.
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
  throw new RangeError(
    `repaint: known.mask must contain only 0 and 1, got ${mask[wrong]} at index ${wrong}.`,
  );
}

/** Insert the known pixels with the noise of ᾱ = `alphaCumprod`, or without noise if `noise` is undefined. */
function withKnownPixels(
  sampled: Float32Array,
  { xStart, mask }: KnownPixels,
  alphaCumprod: number,
  noise: Float32Array | undefined,
): Float32Array {
  const noised = noise ? addNoise(xStart, noise, alphaCumprod) : xStart;
  return sampled.map((value, i) => (mask[i] === 1 ? value : noised[i]!));
}
