import path from "node:path";
import type { PhotonNoise } from "@cellgen/filters";
import type { RecipeName } from "../../diffusion/recipeNames.ts";
import { trainingDefaults } from "../../diffusion/trainingDefaults.ts";
import { recipeForSize, trainingRecipes } from "../../diffusion/trainingRecipes.ts";
import { imageSizeSetting, parseImageSize } from "./imageSizeSetting.ts";
import { canonicalRange } from "./rangeSetting.ts";
import type { CompleteRunSettings, RunSettings } from "./runSettings.ts";
import { describeSetting, isValidSetting } from "./settingChecks.ts";
import { settingError } from "./settingError.ts";
import { settingRanges } from "./settingRanges.ts";
import { stabilisationOf, stabiliseText } from "./stabilisationOf.ts";

/** User settings: all are optional, and `stabilise` may be a noise object. */
export type GivenSettings = {
  readonly [Name in Exclude<keyof RunSettings, "stabilise">]?: RunSettings[Name] | undefined;
} & { readonly stabilise?: string | PhotonNoise | undefined };

/**
 * Merge the given settings with those of the run to resume, those of the recipe and the defaults, and check them. Paths become absolute.
 *
 * @returns All settings, in the order of `train.json`, with the name of the chosen recipe.
 * @throws OptionError for the first unknown or invalid setting.
 */
export function completeRunSettings(
  given: GivenSettings,
  earlier: Partial<RunSettings> = {},
): CompleteRunSettings {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(settingRanges, name));
  if (unknown !== undefined) {
    throw settingError(unknown, `is not an option. Options: ${Object.keys(settingRanges).join(", ")}.`);
  }
  const recipe = resolveRecipe(
    given.recipe ?? earlier.recipe,
    given.size ?? earlier.size,
    given.stabilise ?? earlier.stabilise,
  );
  const defaults: Partial<RunSettings> = { ...trainingDefaults, ...trainingRecipes[recipe]?.settings };
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(settingRanges) as (keyof RunSettings)[]) {
    const value = given[name] ?? earlier[name] ?? defaults[name];
    if (value === undefined && (name === "threads" || name === "index")) continue;
    if (!isValidSetting(name, value)) {
      throw settingError(name, `${describeSetting(name)}, got ${JSON.stringify(value)}.`);
    }
    values[name] = value;
  }
  const settings = values as unknown as RunSettings;
  if (settings.balance === true && !settings.classConditional) {
    throw settingError(
      "balance",
      "must be false without class-conditional training, got true. Omit it, or train with classes.",
    );
  }
  return {
    ...settings,
    data: path.resolve(settings.data),
    out: path.resolve(settings.out),
    recipe,
    // A run to resume has a value for its images.
    balance: settings.balance === "auto" ? (earlier.balance ?? "auto") : settings.balance,
    ...(settings.index === undefined ? {} : { index: path.resolve(settings.index) }),
    size: imageSizeSetting(parseImageSize(settings.size)!),
    range: canonicalRange(settings.range),
    stabilise: stabiliseText(settings.stabilise),
    augment: settings.augment.replaceAll(" ", ""),
  };
}

/**
 * Return the name of a recipe; "auto" is the one for the size, or for denoising if photon noise is stabilized. Invalid values are left to the
 * check of the settings.
 */
function resolveRecipe(
  recipe: RunSettings["recipe"] = trainingDefaults.recipe,
  size: unknown = trainingDefaults.size,
  stabilise: unknown = trainingDefaults.stabilise,
): RecipeName {
  if (recipe !== "auto") return recipe;
  if (stabilisationOf(stabilise)) return "denoising";
  return recipeForSize(parseImageSize(size) ?? parseImageSize(trainingDefaults.size)!);
}
