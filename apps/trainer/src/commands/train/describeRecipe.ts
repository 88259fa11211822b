import { count } from "@cellgen/data/text";
import { type RecipeName, trainingRecipes } from "@cellgen/training/defaults";

/** Describe a recipe by its settings, without those that have no effect. */
export function describeRecipe(name: RecipeName): string {
  const { preset, patchSize, prediction, weighting, noiseShift, halfSize, batch, steps } =
    trainingRecipes[name].settings;
  const parts = [
    `network ${preset}`,
    ...(patchSize === 1 ? [] : [`patches of ${patchSize}x${patchSize} pixels`]),
    `prediction ${prediction}`,
    ...(weighting === "uniform" ? [] : [`weighting ${weighting}`]),
    ...(noiseShift === 1 ? [] : [`noise shift ${noiseShift}`]),
    `${count(steps)} steps of ${batch} images${halfSize === 0 ? "" : `, the first ${Math.round(100 * halfSize)} % of half the size`}`,
  ];
  return parts.join(", ");
}
