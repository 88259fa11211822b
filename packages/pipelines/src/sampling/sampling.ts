import { defaultGuidanceScale, defaultSampler, type SamplerName } from "@cellgen/samplers";
import { type DiffusionModel, nullClassOf } from "../model/diffusionModel.ts";
import { checkGuidance } from "../network/classCondition.ts";
import { modelSampler } from "./modelSampler.ts";

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
 * Completes a choice of sampler, steps and guidance with the defaults for a model.
 *
 * @returns `eta` for "ddim" or where it was given, `guidanceScale` for a model with a null class.
 * @throws OptionError if one is out of range, or the model cannot be guided.
 */
export function samplingFor(
  model: DiffusionModel,
  { sampler = defaultSampler, steps, eta, guidanceScale = defaultGuidanceScale }: SamplingChoice = {},
): Sampling {
  checkGuidance("samplingFor", model, guidanceScale);
  const complete = modelSampler("samplingFor", model.scheduler, {
    sampler,
    ...(steps === undefined ? {} : { steps }),
    ...(eta === undefined ? {} : { eta }),
  });
  const ofSampler = sampler === "ddim" ? (eta ?? 0) : eta;
  return {
    sampler,
    steps: complete.steps,
    ...(ofSampler === undefined ? {} : { eta: ofSampler }),
    ...(nullClassOf(model) === undefined ? {} : { guidanceScale }),
  };
}
