import type { RunSettings } from "../run/settings/runSettings.ts";

/** Names of the recipes, from small to large images. */
export const recipeNames = ["32px", "64px", "128px"] as const;

export type RecipeName = (typeof recipeNames)[number];

/** Settings that depend on the size of the images. */
export type RecipeSettings = Pick<
  RunSettings,
  "preset" | "steps" | "batch" | "lr" | "prediction" | "weighting" | "patchSize" | "noiseShift"
>;

/** A recipe: settings that gave the best images in a given training time. */
export interface TrainingRecipe {
  /** Sizes for which `recipeForSize` chooses it, as text: "below 48 pixels". */
  readonly sizes: string;
  readonly settings: RecipeSettings;
}

const usual = { preset: "small", steps: 10_000, batch: 4, lr: 1e-3 } as const;

/** Predict x_0, which needs fewer channels than its noise, with the loss of the velocity. */
const predictImages = { prediction: "sample", weighting: "velocity" } as const;

/**
 * Training recipes by name.
 *
 * | name | side of the images | patch size | noise shift |
 * |---|---|---|---|
 * | `32px` | below 48 pixels | 1 | 1 |
 * | `64px` | 48 to 95 pixels | 2 | 0.5 |
 * | `128px` | from 96 pixels | 4 | 0.25 |
 *
 * A network folds squares of `patchSize` pixels into channels, so that a step costs about the same at 32, 64 and 128 pixels.
 *
 * @see Li and He 2025, arXiv:2511.13720 (prediction of x_0); Hoogeboom et al. 2023, arXiv:2301.11093 (noise shift).
 */
export const trainingRecipes: Readonly<Record<RecipeName, TrainingRecipe>> = {
  "32px": {
    sizes: "below 48 pixels",
    settings: { ...usual, ...predictImages, patchSize: 1, noiseShift: 1 },
  },
  "64px": {
    sizes: "48 to 95 pixels",
    settings: { ...usual, ...predictImages, patchSize: 2, noiseShift: 0.5 },
  },
  "128px": {
    sizes: "from 96 pixels",
    settings: { ...usual, ...predictImages, patchSize: 4, noiseShift: 0.25 },
  },
};

/** Return the name of the recipe for images of a size in pixels. The side of an image that is not square is √(width · height). */
export function recipeForSize({ width, height }: { width: number; height: number }): RecipeName {
  const side = Math.sqrt(width * height);
  if (side < 48) return "32px";
  return side < 96 ? "64px" : "128px";
}
