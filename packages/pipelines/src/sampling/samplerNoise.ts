import { OptionError } from "../options/OptionError.ts";
import type { ModelSampler, SamplerChoice } from "./modelSampler.ts";
import { shownSampler } from "./shownSampler.ts";

/**
 * Reject samplers that add noise, for images generated from inverted noise: the results would not resemble the given images. Custom samplers
 * are accepted.
 *
 * @param caller - Name of the called function, with which the message starts.
 * @throws OptionError if the sampler adds noise.
 */
export function checkDeterministic(caller: string, { sampler = "ddim", eta = 0 }: SamplerChoice): void {
  if (!addsNoise(sampler, eta)) return;
  throw new OptionError(
    caller,
    "ERR_OUT_OF_RANGE",
    "sampler",
    `must add no noise, which would replace that of the images, got ${shownSampler(sampler)}${eta === 0 ? "" : ` with eta ${eta}`}. Use "ddim" or "dpm++2m".`,
  );
}

/**
 * Reject samplers that add no noise, for several samples of one image: all would be equal. Custom samplers are accepted.
 *
 * @param samples - Number of samples.
 * @throws OptionError if the sampler adds no noise.
 */
export function checkAddsNoise(
  caller: string,
  samples: number,
  { sampler = "ddim", eta = 0 }: SamplerChoice,
): void {
  if (typeof sampler === "function" || addsNoise(sampler, eta)) return;
  const [got, remedy] =
    sampler === "ddim"
      ? [`"ddim" with eta ${eta}`, 'Use "ddpm", or "ddim" with eta 1.']
      : [shownSampler(sampler), 'Use "ddpm" or "ddim".'];
  throw new OptionError(
    caller,
    "ERR_OUT_OF_RANGE",
    "sampler",
    `must add noise for ${samples} samples, which would otherwise be equal, got ${got}. ${remedy}`,
  );
}

function addsNoise(sampler: ModelSampler["sampler"], eta: number): boolean {
  return sampler === "ddpm" || eta !== 0;
}
