import { checkNumbers } from "../generate/generateOptions.ts";
import { type ClassCondition, classCondition, type ModelClass } from "../network/classCondition.ts";
import type { CompiledNetwork } from "../network/compileNetwork.ts";
import { checkImageSize, checkUnitValues, type UnitImage } from "../network/unitImage.ts";
import { OptionError } from "../options/OptionError.ts";
import { type ModelSampler, modelSampler, type SamplerChoice } from "../sampling/modelSampler.ts";
import type { WatchOptions } from "../sampling/pipelineProgress.ts";
import { checkDeterministic } from "../sampling/samplerNoise.ts";

/** Default options of translation. DDIM reproduces images from inverted noise most closely. */
export const translateDefaults = {
  method: "ddib",
  sampler: "ddim",
  strength: { ddib: 1, sdedit: 0.5 },
} as const;

/** Options of `createTranslator`. */
export interface TranslateOptions extends SamplerChoice, WatchOptions {
  /** Sampler. "ddib" needs one that adds no noise. @default "ddim" */
  readonly sampler?: ModelSampler["sampler"];
  /** Target class. "sdedit" needs none if the model has a null class, or no classes. */
  readonly to?: ModelClass | undefined;
  /** Source class of the images for "ddib". Unused by "sdedit". @default the null class */
  readonly from?: ModelClass | undefined;
  /**
   * "ddib" inverts the image to noise under class `from`, and generates an image of class `to` from it: structure that the classes share
   * is kept. It needs a sampler that adds no noise: "ddim" or "dpm++2m". "sdedit" adds noise and denoises: details below the noise level are
   * replaced.
   * @default "ddib"
   */
  readonly method?: "ddib" | "sdedit";
  /**
   * Amount of noise, as a share of the timesteps, above 0 and at most 1. Higher values change more of the image. `steps` are distributed over
   * that share.
   * @default 1 for "ddib", 0.5 for "sdedit"
   */
  readonly strength?: number;
  /** "colour": keep the mean and standard deviation of each of the image's channels. @default nothing */
  readonly keep?: "colour";
  /** Random seed of "sdedit", an integer in 0…2^53-1. @default 0 */
  readonly seed?: number;
  /** Guidance scale for the class `to`. 1 = no guidance; other values take two network calls per step. @default 1 */
  readonly guidanceScale?: number;
}

/** A translation whose options fit the model. */
export interface CheckedTranslation {
  readonly sampler: ModelSampler;
  readonly to: ClassCondition;
  /** Source class of "ddib". */
  readonly from: ClassCondition | undefined;
}

/**
 * Check images and options, and resolve the sampler and the classes of a translation.
 *
 * @throws RangeError if an image or an option is out of range.
 */
export function checkedTranslation(
  network: CompiledNetwork,
  images: readonly UnitImage[],
  options: TranslateOptions,
): CheckedTranslation {
  checkTranslateOptions(network, images, options);
  const {
    sampler = translateDefaults.sampler,
    method = translateDefaults.method,
    to,
    from,
    guidanceScale,
  } = options;
  const { model } = network;
  const own =
    from === undefined && method === "sdedit"
      ? undefined
      : classCondition("translate", model, { option: "from", class: from });
  return {
    to: classCondition("translate", model, { option: "to", class: to, guidanceScale }),
    from: method === "ddib" ? own : undefined,
    sampler: modelSampler("translate", model.scheduler, { ...options, sampler }),
  };
}

function checkTranslateOptions(
  { model, batchSize }: CompiledNetwork,
  images: readonly UnitImage[],
  options: TranslateOptions,
): void {
  const { to, method = translateDefaults.method, strength = 1, keep, seed = 0 } = options;
  if (images.length === 0) throw new RangeError("translate: images must have at least one image, got none.");
  checkNumbers("translate", "images", { count: images.length, first: 0, seed }, batchSize);
  for (const [index, image] of images.entries()) {
    checkImageSize("translate", `images[${index}]`, image, model.card);
    checkUnitValues("translate", `images[${index}]`, image);
  }
  if (method !== "ddib" && method !== "sdedit") {
    throw new RangeError(`translate: method must be "ddib" or "sdedit", got ${JSON.stringify(method)}.`);
  }
  if (!(strength > 0 && strength <= 1)) {
    throw new RangeError(`translate: strength must be above 0 and at most 1, got ${strength}.`);
  }
  if (keep !== undefined && keep !== "colour") {
    throw new RangeError(`translate: keep must be "colour" or undefined, got ${JSON.stringify(keep)}.`);
  }
  if (method === "sdedit") return;
  checkDeterministic("translate", options);
  if (to !== undefined) return;
  throw new OptionError(
    "translate",
    "ERR_CLASS_REQUIRED",
    "to",
    `must be a class for "ddib", which translates between classes, got none.${model.card.classes.length === 0 ? ' Use "sdedit" for a model without classes.' : ""}`,
  );
}
