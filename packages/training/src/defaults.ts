/**
 * Defaults, ranges and checks of the training settings, without loading TensorFlow.js.
 *
 * @module
 */

export { type RecipeName, recipeNames } from "./diffusion/recipeNames.ts";
export { trainingDefaults } from "./diffusion/trainingDefaults.ts";
export {
  type RecipeSettings,
  recipeForSize,
  type TrainingRecipe,
  trainingRecipes,
} from "./diffusion/trainingRecipes.ts";
export { type ImageSizeSetting, imageSizeSetting, parseImageSize } from "./run/settings/imageSizeSetting.ts";
export type { RunSettings } from "./run/settings/runSettings.ts";
export { describeSetting, isValidSetting } from "./run/settings/settingChecks.ts";
export { isOptionRange, type SettingRange, settingRanges } from "./run/settings/settingRanges.ts";
