import { count } from "@cellgen/data/text";
import { type RecipeName, trainingRecipes } from "@cellgen/training/defaults";

/** Describe a recipe by its network, patch size, prediction, noise shift and steps. */
export function describeRecipe(name: RecipeName): string {
  const { preset, patchSize, prediction, noiseShift, batch, steps } = trainingRecipes[name].settings;
  const parts = [
    `network ${preset}`,
    ...(patchSize === 1 ? [] : [`patches of ${patchSize}x${patchSize} pixels`]),
    `prediction ${prediction}`,
    ...(noiseShift === 1 ? [] : [`noise shift ${noiseShift}`]),
    `${count(steps)} steps of ${batch} images`,
  ];
  return parts.join(", ");
}
