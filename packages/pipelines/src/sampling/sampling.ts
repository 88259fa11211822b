import { defaultGuidanceScale, defaultSampler, type SamplerName } from "@cellgen/samplers";
import { type DiffusionModel, nullClassOf } from "../model/diffusionModel.ts";
import { checkGuidance } from "../network/classCondition.ts";
import { modelSampler } from "./modelSampler.ts";

/** Complete sampling settings, as serializable options of `generate`. */
export interface Sampling {
  readonly sampler: SamplerName;
  /** Network evaluations per image; doubled with guidance. */
  readonly steps: number;
  /** Only for "ddim". */
  readonly eta?: number;
  /** Only for a model with a null class; 1 = no guidance. */
  readonly guidanceScale?: number;
}

/** A {@link Sampling} whose fields are all optional. */
export type SamplingChoice = { readonly [Key in keyof Sampling]?: Sampling[Key] | undefined };

/**
 * Complete a choice of sampler, steps and guidance with the defaults for a model.
 *
 * @returns The settings, with `eta` for "ddim" or if it is given, and `guidanceScale` for a model with a null class.
 * @throws OptionError if one is out of range, or the model does not support guidance.
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
