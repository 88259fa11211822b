import type { ModelClass } from "../network/classCondition.ts";
import type { ModelSampler, SamplerChoice } from "../sampling/modelSampler.ts";
import type { WatchOptions } from "../sampling/pipelineProgress.ts";

/** Defaults of interpolation. DDIM reproduces images from inverted noise most closely. */
export const interpolateDefaults = { frames: 16, sampler: "ddim" } as const;

export interface InterpolateOptions extends SamplerChoice, WatchOptions {
  /** Samplers that add noise are refused between images. @default "ddim" */
  readonly sampler?: ModelSampler["sampler"];
  /**
   * The class of all frames, or those of both ends, between which the network's outputs are mixed, with twice the calls. Without, a
   * class-conditional model needs a null class. @default any
   */
  readonly class?: ModelClass | readonly [from: ModelClass, to: ModelClass] | undefined;
  /** How much the class counts: 1 is as trained; any other value takes twice the calls. @default 1 */
  readonly guidanceScale?: number;
}
