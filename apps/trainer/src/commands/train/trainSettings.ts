import { z } from "zod";
import { engineDefaults, engineSettings } from "../../options/engineSettings.ts";
import {
  folderName,
  numberBetween,
  oneOf,
  positiveNumber,
  wholeNumber,
  yesOrNo,
} from "../../options/rules.ts";
import { stabilise } from "../../options/stabiliseSetting.ts";
import { presetNames } from "./presets.ts";

/** Names of the noise schedules; `cosine` is short for Hugging Face's `squaredcos_cap_v2`. */
export const scheduleNames = ["cosine", "squaredcos_cap_v2", "linear", "scaled_linear", "sigmoid"] as const;

/** What `cellgen train` can be told, by flags and in a config file alike. */
export const trainSchema = z.strictObject({
  data: folderName(),
  out: folderName(),
  preset: oneOf(presetNames),
  size: wholeNumber(8, 1024),
  /** Side of the squares cut at random out of larger images; 0 takes each image whole. */
  crop: wholeNumber(0),
  channels: z.literal(["auto", 1, 3], "must be auto, 1 or 3"),
  classConditional: yesOrNo(),
  /** The photon noise that the model is to take off: it learns values on which that is equally strong everywhere. */
  stabilise: stabilise(),
  steps: wholeNumber(1, 2 ** 32 - 1),
  batch: wholeNumber(1, 4096),
  lr: positiveNumber(1),
  prediction: oneOf(["v_prediction", "epsilon", "sample"]),
  schedule: oneOf(scheduleNames),
  ema: numberBetween(0, 0.999999),
  augment: oneOf(["none", "flip", "d4"]),
  strict: yesOrNo(),
  seed: wholeNumber(0),
  ...engineSettings,
  sampleEvery: wholeNumber(0),
  checkpointEvery: wholeNumber(0),
});

export type TrainSettings = z.infer<typeof trainSchema>;
export type TrainSettingName = keyof TrainSettings;

/** The recipe that trains well in little time, on any cell images. `data` and `out` have no default. */
export const trainDefaults: Omit<TrainSettings, "data" | "out"> = {
  preset: "small",
  size: 32,
  crop: 0,
  channels: "auto",
  classConditional: false,
  stabilise: "none",
  steps: 10_000,
  batch: 4,
  lr: 1e-3,
  prediction: "v_prediction",
  schedule: "cosine",
  ema: 0.9999,
  augment: "none",
  strict: false,
  seed: 0,
  ...engineDefaults,
  sampleEvery: 2000,
  checkpointEvery: 1000,
};

/** What is fixed by the recipe: it moves little, so it has no flag. */
export const recipe = {
  warmupSteps: 100,
  beta1: 0.95,
  beta2: 0.999,
  adamEpsilon: 1e-8,
  weightDecay: 1e-6,
  maxGradientNorm: 1,
  emaPower: 0.67,
  /** How often a class-conditional network is shown an image without its class, so that it can be guided. */
  labelDropout: 0.1,
  numTimesteps: 1000,
} as const;
