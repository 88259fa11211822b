import { defaultGuidanceScale, defaultSampler, defaultStepsFor, type SamplerName } from "@cellgen/samplers";
import { type DiffusionModel, nullClassOf } from "../model/diffusionModel.ts";

/** How images are sampled from a model, with nothing left open: options of `generate` that a record can hold. */
export interface Sampling {
  readonly sampler: SamplerName;
  /** Network evaluations per image; twice as many with guidance. */
  readonly steps: number;
  /** Of "ddim". */
  readonly eta?: number;
  /** Of a model with a null class; 1 = no guidance. */
  readonly guidanceScale?: number;
}

/** What may be left open of a {@link Sampling}. */
export type SamplingChoice = { readonly [Key in keyof Sampling]?: Sampling[Key] | undefined };

/**
 * Completes a choice of sampler, steps and guidance with the defaults for a model. `generate` checks it.
 *
 * @returns `eta` for "ddim", `guidanceScale` for a model with a null class; other values as they were given.
 */
export function samplingFor(
  model: DiffusionModel,
  { sampler = defaultSampler, steps, eta, guidanceScale }: SamplingChoice = {},
): Sampling {
  const ofSampler = sampler === "ddim" ? (eta ?? 0) : eta;
  const ofModel = nullClassOf(model) === undefined ? guidanceScale : (guidanceScale ?? defaultGuidanceScale);
  return {
    sampler,
    steps: steps ?? defaultStepsFor(sampler, model.scheduler.numTrainTimesteps),
    ...(ofSampler === undefined ? {} : { eta: ofSampler }),
    ...(ofModel === undefined ? {} : { guidanceScale: ofModel }),
  };
}
