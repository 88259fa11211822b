import type { ModelClass } from "../network/classCondition.ts";
import type { ModelSampler, SamplerChoice } from "../sampling/modelSampler.ts";
import type { WatchOptions } from "../sampling/pipelineProgress.ts";

/** Default options of interpolation. DDIM reproduces images from inverted noise most closely. */
export const interpolateDefaults = { frames: 16, sampler: "ddim" } as const;

/** Options of `createInterpolator`. */
export interface InterpolateOptions extends SamplerChoice, WatchOptions {
  /** Sampler. Between images it must add no noise. @default "ddim" */
  readonly sampler?: ModelSampler["sampler"];
  /**
   * Class of all frames, or the classes of both ends. With two classes the network's outputs are blended by position, which takes twice the
   * calls. If omitted, a class-conditional model needs a null class. @default unknown
   */
  readonly class?: ModelClass | readonly [from: ModelClass, to: ModelClass] | undefined;
  /** Guidance scale. 1 = no guidance; other values take twice the network calls. @default 1 */
  readonly guidanceScale?: number;
}
