import { flagName } from "../../options/optionTable.ts";
import { requireEither } from "../../options/requireEither.ts";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { type EvaluateSettings, evaluateImagesOptions, evaluateModelOptions, modelOnly } from "./options.ts";

/**
 * The settings of an evaluation: of images that a model generates, or of a folder of images.
 *
 * @throws UsageError unless exactly one of --model and --images is given, if an option does not apply, or a setting is wrong or missing.
 */
export function resolveEvaluateSettings(given: Readonly<Record<string, unknown>>): EvaluateSettings {
  requireEither(given, ["model", "images"], "Give the folder of a trained model, or of generated images.");
  if (given["model"] !== undefined) return resolveSettings(evaluateModelOptions, [flagSource(given)]);
  const idle = modelOnly.filter((key) => given[key] !== undefined).map(flagName);
  if (idle.length > 0) {
    throw new UsageError(
      `${idle.join(", ")} cannot be given with --images, which are generated already. Leave ${idle.length === 1 ? "it" : "them"} out, or give the --model that generated them.`,
    );
  }
  return resolveSettings(evaluateImagesOptions, [flagSource(given)]);
}
