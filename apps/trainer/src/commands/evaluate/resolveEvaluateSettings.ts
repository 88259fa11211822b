import { flagName, flagSource, resolveSettings, type SettingsSource } from "../../options/resolveSettings.ts";
import { UsageError } from "../../terminal/usageError.ts";
import {
  type EvaluateSettings,
  evaluateDefaults,
  evaluateImagesSchema,
  evaluateModelDefaults,
  evaluateModelSchema,
} from "./evaluateSettings.ts";

const required = {
  data: "Give the folder of real images that the model was trained on.",
  out: "Give the folder to write the results to.",
};

/** What tells a model how to draw. */
const modelOnly = Object.keys(evaluateModelSchema.shape).filter(
  (key) => key !== "model" && !(key in evaluateImagesSchema.shape),
);

/**
 * The settings of an evaluation: of images that a model draws for it, or of a folder of images.
 *
 * @throws UsageError if there is not one of --model and --images, --images are to be drawn in some way, or a setting is wrong or missing.
 */
export function resolveEvaluateSettings(flags: Readonly<Record<string, unknown>>): EvaluateSettings {
  const { model, images } = flags;
  if ((model === undefined) === (images === undefined)) {
    throw new UsageError(
      model === undefined
        ? "--model or --images is missing. Give the folder of a trained model, or of generated images."
        : "--model and --images cannot both be given. Leave one of them out.",
    );
  }
  const sources = (values: Readonly<Record<string, unknown>>): SettingsSource[] => [
    flagSource(flags),
    { values, nameOf: (key) => key },
  ];
  if (model !== undefined) {
    return resolveSettings(evaluateModelSchema, sources(evaluateModelDefaults), required);
  }
  const idle = modelOnly.filter((key) => flags[key] !== undefined).map(flagName);
  if (idle.length > 0) {
    throw new UsageError(
      `${idle.join(", ")} cannot be given with --images, which are drawn already. Leave ${idle.length === 1 ? "it" : "them"} out, or give the --model that drew them.`,
    );
  }
  return resolveSettings(evaluateImagesSchema, sources(evaluateDefaults), required);
}
