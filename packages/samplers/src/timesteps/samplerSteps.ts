import { predictionTypes } from "@cellgen/diffusion/coefficients";
import { checkOneOf } from "../checks/checkOneOf.ts";
import type { SamplerOptions, SamplerProgress } from "../samplerOptions.ts";

/** One sampling step, from one noise level to the next. */
export interface SamplerStep {
  /** Starts at 0. */
  readonly index: number;
  readonly t: number;
  /** ᾱ at the start of the step. */
  readonly alphaCumprod: number;
  /** ᾱ at the end of the step; 1 for the clean image. */
  readonly alphaCumprodNext: number;
  /** The fields of `onProgress` that are known in advance. */
  readonly progress: Pick<SamplerProgress, "step" | "steps" | "t" | "tNext">;
}

/**
 * List the sampling steps: each leads to the next timestep of the list, the last to `endTimestep` or the clean image.
 *
 * @throws RangeError prefixed with `caller` if an option is out of range.
 */
export function samplerSteps(caller: string, options: SamplerOptions): SamplerStep[] {
  const { schedule, predictionType, endTimestep } = options;
  checkOneOf(caller, "predictionType", predictionType, predictionTypes);
  const timesteps = Array.from(options.timesteps);
  checkTimesteps(caller, timesteps, schedule.numTimesteps, endTimestep);
  const steps = timesteps.length;
  return timesteps.map((t, index) => {
    const tNext = timesteps[index + 1] ?? endTimestep ?? null;
    return {
      index,
      t,
      alphaCumprod: schedule.alphasCumprod[t]!,
      alphaCumprodNext: tNext === null ? 1 : schedule.alphasCumprod[tNext]!,
      progress: { step: index + 1, steps, t, tNext },
    };
  });
}

function checkTimesteps(
  caller: string,
  timesteps: readonly number[],
  numTimesteps: number,
  endTimestep: number | undefined,
): void {
  if (timesteps.length === 0) throw new RangeError(`${caller}: timesteps must not be empty.`);
  for (const [index, t] of timesteps.entries()) {
    if (!Number.isInteger(t) || t < 0 || t >= numTimesteps) {
      throw new RangeError(
        `${caller}: timesteps must be integers in 0…${numTimesteps - 1}, got ${t} at index ${index}.`,
      );
    }
    if (index > 0 && t >= timesteps[index - 1]!) {
      throw new RangeError(
        `${caller}: timesteps must be strictly descending, got ${t} after ${timesteps[index - 1]}. Start with the noisiest.`,
      );
    }
  }
  const last = timesteps.at(-1)!;
  if (endTimestep === undefined) return;
  if (Number.isInteger(endTimestep) && endTimestep >= 0 && endTimestep < last) return;
  throw new RangeError(
    `${caller}: endTimestep must be a non-negative integer below the last timestep, ${last}, got ${endTimestep}.`,
  );
}
