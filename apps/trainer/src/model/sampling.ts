import { plural } from "@cellgen/data/text";
import { type DiffusionModel, type Sampling, samplingFor } from "@cellgen/pipelines";
import type { SamplerName } from "@cellgen/samplers";

interface SamplingSettings {
  readonly sampler: SamplerName;
  readonly steps?: number | undefined;
  readonly eta?: number | undefined;
  readonly guidance: number;
}

/**
 * Complete sampling settings with the defaults for a model.
 *
 * @throws OptionError if a setting does not apply to the sampler or the model.
 */
export function samplingOf(
  { sampler, steps, eta, guidance }: SamplingSettings,
  model: DiffusionModel,
): Sampling {
  return samplingFor(model, { sampler, steps, eta, guidanceScale: guidance });
}

/** Describe a sampler and its settings. */
export function describeSampling({ sampler, steps, eta, guidanceScale }: Sampling): string {
  const details = [plural(steps, "step")];
  if (eta !== undefined) details.push(`eta ${eta}`);
  if (guidanceScale !== undefined) details.push(`guidance ${guidanceScale}`);
  return `${sampler} (${details.join(", ")})`;
}
