import type { Sampler, SamplerName } from "@cellgen/samplers";

/** Format a sampler for a message. */
export function shownSampler(sampler: SamplerName | Sampler): string {
  return typeof sampler === "function" ? "a function" : `"${sampler}"`;
}
