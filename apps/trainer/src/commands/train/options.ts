import { type RunSettings, trainingDefaults } from "@cellgen/training/defaults";
import { unetPresetNames } from "@cellgen/unet/presets";
import { z } from "zod";
import { engineOptions } from "../../options/engineOptions.ts";
import { type DefaultsOf, defaultsOf, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import {
  fileName,
  folderName,
  numberBetween,
  oneOf,
  positiveNumber,
  wholeNumber,
  yesOrNo,
} from "../../options/rules.ts";
import { stabilise } from "../../options/stabiliseSetting.ts";

/** Names of the noise schedules; `cosine` is short for Hugging Face's `squaredcos_cap_v2`. */
const scheduleNames = [
  "cosine",
  "squaredcos_cap_v2",
  "linear",
  "scaled_linear",
  "sigmoid",
] as const satisfies readonly RunSettings["schedule"][];

/** The options of `cellgen train`. The defaults are those of `trainFolder`. */
export const trainOptions = optionTable({
  data: {
    value: "<dir>",
    schema: folderName(),
    required: "Give the folder of images to train on.",
    help: "folder of PNG and JPEG images, subfolders included",
    group: "Data",
  },
  size: {
    value: "<pixels>",
    schema: wholeNumber(8, 1024),
    default: trainingDefaults.size,
    help: "side length to which images are cropped and scaled",
    group: "Data",
  },
  crop: {
    value: "<pixels>",
    schema: wholeNumber(0),
    default: trainingDefaults.crop,
    help: "side length of random crops, for few large images; 0 = whole images",
    group: "Data",
  },
  channels: {
    value: "<n>",
    schema: z.literal(["auto", 1, 3], "must be auto, 1 or 3"),
    default: trainingDefaults.channels,
    help: "number of channels: auto, 1 (grey) or 3 (colour)",
    group: "Data",
  },
  classConditional: {
    schema: yesOrNo(),
    default: trainingDefaults.classConditional,
    help: "train with class labels, the subfolders of --data",
    group: "Data",
  },
  stabilise: {
    value: "<noise>",
    schema: stabilise(),
    default: trainingDefaults.stabilise,
    help: "gain=G,offset=O,read=R of the photon noise to denoise later, see below",
    group: "Data",
  },
  augment: {
    value: "<how>",
    schema: oneOf(["none", "flip", "d4"]),
    default: trainingDefaults.augment,
    help: "augmentation: none, flip or d4 (flips and quarter turns)",
    group: "Data",
  },
  strict: {
    schema: yesOrNo(),
    default: trainingDefaults.strict,
    help: "stop at an unreadable image instead of skipping it",
    group: "Data",
  },
  out: {
    value: "<dir>",
    schema: folderName(),
    required: "Give the folder that the run is written to.",
    help: "folder for the run",
    group: "Output",
  },
  resume: {
    schema: yesOrNo(),
    flagOnly: true,
    help: "resume the run in --out from its last checkpoint",
    group: "Output",
  },
  force: {
    schema: yesOrNo(),
    flagOnly: true,
    help: "replace the run in --out (only files that cellgen wrote)",
    group: "Output",
  },
  config: {
    value: "<file>",
    schema: fileName(),
    flagOnly: true,
    help: "JSON file with settings",
    group: "Output",
  },
  preset: {
    value: "<name>",
    schema: oneOf(unetPresetNames),
    default: trainingDefaults.preset,
    help: `network size: ${unetPresetNames.join(", ")}`,
    group: "Model",
  },
  prediction: {
    value: "<what>",
    schema: oneOf(["v_prediction", "epsilon", "sample"]),
    default: trainingDefaults.prediction,
    help: "prediction type: v_prediction, epsilon or sample",
    group: "Model",
  },
  schedule: {
    value: "<name>",
    schema: oneOf(scheduleNames),
    default: trainingDefaults.schedule,
    help: `noise schedule: ${scheduleNames.join(", ")}`,
    group: "Model",
  },
  steps: {
    value: "<n>",
    schema: wholeNumber(1, 2 ** 32 - 1),
    default: trainingDefaults.steps,
    help: "number of training steps",
    group: "Training",
  },
  batch: {
    value: "<n>",
    schema: wholeNumber(1, 4096),
    default: trainingDefaults.batch,
    help: "batch size",
    group: "Training",
  },
  lr: {
    value: "<x>",
    schema: positiveNumber(1),
    default: trainingDefaults.lr,
    help: "peak learning rate",
    group: "Training",
  },
  ema: {
    value: "<x>",
    schema: numberBetween(0, 0.999999),
    default: trainingDefaults.ema,
    help: "maximum decay of the exponential moving average of the weights",
    group: "Training",
  },
  seed: {
    value: "<n>",
    schema: wholeNumber(0),
    default: trainingDefaults.seed,
    help: "random seed",
    group: "Training",
  },
  sampleEvery: {
    value: "<n>",
    schema: wholeNumber(0),
    default: trainingDefaults.sampleEvery,
    help: "steps between sample images in samples/; 0 = none",
    group: "Training",
  },
  checkpointEvery: {
    value: "<n>",
    schema: wholeNumber(0),
    default: trainingDefaults.checkpointEvery,
    help: "steps between checkpoints; 0 = only at the end",
    group: "Training",
  },
  ...engineOptions,
});

export type TrainSettings = SettingsOf<typeof trainOptions>;

/** `data` and `out` have no default. */
export const trainDefaults: DefaultsOf<typeof trainOptions> = defaultsOf(trainOptions);
