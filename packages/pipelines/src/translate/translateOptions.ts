import { checkNumbers } from "../generate/generateOptions.ts";
import { type ClassCondition, classCondition, type ModelClass } from "../network/classCondition.ts";
import type { CompiledNetwork } from "../network/compileNetwork.ts";
import { checkImageSize, checkUnitValues, type UnitImage } from "../network/unitImage.ts";
import { OptionError } from "../options/OptionError.ts";
import {
  checkDeterministic,
  type ModelSampler,
  modelSampler,
  type SamplerChoice,
} from "../sampling/modelSampler.ts";
import type { WatchOptions } from "../sampling/pipelineProgress.ts";

/** Defaults of translation. DDIM reproduces images from inverted noise most closely. */
export const translateDefaults = {
  method: "ddib",
  sampler: "ddim",
  strength: { ddib: 1, sdedit: 0.5 },
} as const;

export interface TranslateOptions extends SamplerChoice, WatchOptions {
  /** "ddib" takes samplers that add no noise. @default "ddim" */
  readonly sampler?: ModelSampler["sampler"];
  /** The class to translate to. "sdedit" needs none where the model has a null class, or no classes. */
  readonly to?: ModelClass | undefined;
  /** "ddib": the images' own class. "sdedit" has no use for it. @default the null class */
  readonly from?: ModelClass | undefined;
  /**
   * "ddib" inverts the image to noise as one of class `from`, and generates one of class `to` from it: what the classes have in common is
   * kept. It needs samplers that add no noise, "ddim" and "dpm++2m". "sdedit" adds noise and denoises: details below the noise are
   * generated anew.
   * @default "ddib"
   */
  readonly method?: "ddib" | "sdedit";
  /**
   * How far into the noise the image goes, as a share of the timesteps above 0, at most 1: the more, the more changes. `steps` are spread
   * over that part.
   * @default 1 for "ddib", 0.5 for "sdedit"
   */
  readonly strength?: number;
  /** "colour": the result gets the mean and the spread of each of the image's channels. @default nothing */
  readonly keep?: "colour";
  /** An integer in 0…2^53-1, for "sdedit". @default 0 */
  readonly seed?: number;
  /** How much the class `to` counts: 1 is as trained; any other value calls the network twice a step. @default 1 */
  readonly guidanceScale?: number;
}

/** A translation that the model can do. */
export interface CheckedTranslation {
  readonly sampler: ModelSampler;
  readonly to: ClassCondition;
  /** Of "ddib". */
  readonly from: ClassCondition | undefined;
}

/**
 * The sampler and the classes of a translation.
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
  if (images.length === 0) throw new RangeError("translate: images must hold images, got none.");
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
    throw new RangeError(`translate: keep must be "colour" or left out, got ${JSON.stringify(keep)}.`);
  }
  if (method === "sdedit") return;
  checkDeterministic("translate", options);
  if (to !== undefined) return;
  throw new OptionError(
    "translate",
    "ERR_CLASS_REQUIRED",
    "to",
    `must be a class for "ddib", which goes from class to class, got none.${model.card.classes.length === 0 ? ' Take "sdedit" for a model without classes.' : ""}`,
  );
}
