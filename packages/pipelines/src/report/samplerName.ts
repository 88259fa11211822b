import type { ModelSampler } from "../sampling/modelSampler.ts";

/** Return the name of a sampler for a report. */
export function samplerName(sampler: ModelSampler["sampler"]): string {
  return typeof sampler === "function" ? "custom sampler" : sampler;
}
