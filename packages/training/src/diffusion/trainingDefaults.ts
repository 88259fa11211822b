import type { RunSettings } from "../run/settings/runSettings.ts";
import { trainingRecipes } from "./trainingRecipes.ts";

/**
 * Default settings of `trainFolder` and `cellgen train`, chosen for good results in little time on any kind of cell images. Those of
 * `RecipeSettings` are the recipe for the default size; images of another size have those of their recipe, see `trainingRecipes`. Options
 * without a setting (warm-up, AdamW, label dropout …) have the defaults of `createTrainer`.
 */
export const trainingDefaults: Readonly<Omit<RunSettings, "data" | "out" | "index" | "threads">> = {
  recipe: "auto",
  ...trainingRecipes["32px"].settings,
  size: 32,
  crop: 0,
  channels: "auto",
  selectChannels: "all",
  z: "max",
  time: "all",
  classConditional: false,
  balance: "auto",
  range: "set",
  display: "auto",
  stabilise: "none",
  schedule: "cosine",
  ema: 0.9999,
  augment: "d4",
  strict: false,
  seed: 0,
  engine: "auto",
  shareCores: false,
  blocks: true,
  sampleEvery: 2000,
  checkpointEvery: 1000,
};
