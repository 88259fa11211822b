import {
  describeSetting,
  isOptionRange,
  isValidSetting,
  type RecipeSettings,
  type RunSettings,
  recipeNames,
  settingRanges,
  trainingDefaults,
  trainingRecipes,
} from "@cellgen/training/defaults";
import type { z } from "zod";
import { checkedRule } from "../../options/rules.ts";

type DefaultedSetting = Exclude<keyof typeof trainingDefaults, keyof RecipeSettings>;

interface Setting<Key extends keyof RunSettings> {
  readonly schema: z.ZodType<RunSettings[Key]>;
  readonly help: string;
  readonly value?: string;
}

interface TrainSetting<Key extends DefaultedSetting> extends Setting<Key> {
  readonly default: (typeof trainingDefaults)[Key];
}

interface RecipeSetting<Key extends keyof RecipeSettings> extends Setting<Key> {
  readonly defaultNote: string;
}

/**
 * Create the option of a training setting, with the range and the default of `trainFolder`.
 *
 * @param value - Placeholder in the help. @default that of the rule
 */
export function trainSetting<Key extends DefaultedSetting>(
  key: Key,
  help: string,
  value?: string,
): TrainSetting<Key> {
  return { ...settingOf(key, help, value), default: trainingDefaults[key] };
}

/** Create the option of a training setting whose default depends on the recipe. */
export function recipeSetting<Key extends keyof RecipeSettings>(
  key: Key,
  help: string,
  value?: string,
): RecipeSetting<Key> {
  return { ...settingOf(key, help, value), defaultNote: defaultsText(key) };
}

function settingOf<Key extends keyof RunSettings>(
  key: Key,
  help: string,
  value: string | undefined,
): Setting<Key> {
  const range = settingRanges[key];
  const schema = checkedRule<RunSettings[Key]>(
    (given) => isValidSetting(key, given),
    describeSetting(key),
    isOptionRange(range) ? range : undefined,
  );
  return { schema, help, ...(value === undefined ? {} : { value }) };
}

/** Return the default of a setting as text: the value that all recipes share, or a reference to them. */
function defaultsText(key: keyof RecipeSettings): string {
  const values = new Set(recipeNames.map((name) => String(trainingRecipes[name].settings[key])));
  return values.size === 1 ? [...values].join() : "by --recipe";
}
