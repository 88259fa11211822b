import type { RunSettings } from "../run/settings/runSettings.ts";
import type { RecipeName } from "./recipeNames.ts";

/** Settings that depend on the size of the images and the purpose of the model. */
export type RecipeSettings = Pick<
  RunSettings,
  "preset" | "steps" | "batch" | "lr" | "prediction" | "weighting" | "patchSize" | "noiseShift" | "halfSize"
>;

/** A recipe: settings for a size of images or a purpose. */
export interface TrainingRecipe {
  /** What it is meant for: "images of 48 to 95 pixels". */
  readonly purpose: string;
  readonly settings: RecipeSettings;
}

const usual = { preset: "small", steps: 10_000, batch: 4, lr: 1e-3 } as const;
const wholePixels = { ...usual, patchSize: 1, noiseShift: 1, halfSize: 0 } as const;
/** Fold pixels, and train with half the size first: such a step takes a third of the time. */
const foldedPixels = {
  ...usual,
  prediction: "sample",
  weighting: "clamped-velocity",
  halfSize: 0.57,
} as const;

/**
 * Training recipes by name.
 *
 * | name | side of the images | prediction | weighting | patch size | noise shift | steps with half the size |
 * |---|---|---|---|---|---|---|
 * | `32px` | up to 47 pixels | x_0 | velocity | 1 | 1 | none |
 * | `64px` | 48 to 95 pixels | x_0 | clamped velocity | 2 | 0.5 | 57 % |
 * | `128px` | 96 pixels and more | x_0 | clamped velocity | 4 | 0.25 | 57 % |
 * | `denoising` | any; for models that denoise | velocity | uniform | 1 | 1 | none |
 *
 * Networks that predict x_0 give better images in the same time than those that predict the velocity. A network folds squares of `patchSize`
 * pixels into channels, so that a step costs about the same at 32, 64 and 128 pixels; because it predicts x_0, it need not carry the noise of
 * all folded pixels through its channels. Such networks do not reproduce the finest details of their input: below a noise of about 8 % of the
 * range of values, a network that predicts the velocity denoises better. Errors at little noise have less weight than in the error of the
 * velocity: the composition is learned sooner.
 *
 * @see Li and He 2025, arXiv:2511.13720 (prediction of x_0); Hang et al. 2023, arXiv:2303.09556 (limit of the SNR); Hoogeboom et al. 2023,
 *   arXiv:2301.11093 (noise shift).
 */
export const trainingRecipes: Readonly<Record<RecipeName, TrainingRecipe>> = {
  "32px": {
    purpose: "images of up to 47 pixels",
    settings: { ...wholePixels, prediction: "sample", weighting: "velocity" },
  },
  "64px": {
    purpose: "images of 48 to 95 pixels",
    settings: { ...foldedPixels, patchSize: 2, noiseShift: 0.5 },
  },
  "128px": {
    purpose: "images of 96 pixels and more",
    settings: { ...foldedPixels, patchSize: 4, noiseShift: 0.25 },
  },
  denoising: {
    purpose: "models that denoise",
    settings: { ...wholePixels, prediction: "v_prediction", weighting: "uniform" },
  },
};

/** Return the name of the recipe for images of a size in pixels. The side of an image that is not square is √(width · height). */
export function recipeForSize({ width, height }: { width: number; height: number }): RecipeName {
  const side = Math.sqrt(width * height);
  if (side < 48) return "32px";
  return side < 96 ? "64px" : "128px";
}
