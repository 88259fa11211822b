import type { ModelSampler } from "../sampling/modelSampler.ts";

/** A sampler in a report. */
export function samplerName(sampler: ModelSampler["sampler"]): string {
  return typeof sampler === "function" ? "custom sampler" : sampler;
}
