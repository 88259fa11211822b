import { type RunSettings, trainingDefaults } from "@cellgen/training/defaults";
import { unetPresetNames } from "@cellgen/unet/presets";
import { z } from "zod";
import { engineOptions } from "../../options/engineOptions.ts";
import {
  type DefaultsOf,
  defaultsOf,
  inGroup,
  type SettingsOf,
  withDefaults,
} from "../../options/optionTable.ts";
import {
  fileName,
  folderName,
  numberBetween,
  oneOf,
  positiveNumber,
  wholeNumber,
  yesOrNo,
} from "../../options/rules.ts";
import { stabilise } from "./stabiliseSetting.ts";

/** Names of the noise schedules; `cosine` is short for Hugging Face's `squaredcos_cap_v2`. */
const scheduleNames = [
  "cosine",
  "squaredcos_cap_v2",
  "linear",
  "scaled_linear",
  "sigmoid",
] as const satisfies readonly RunSettings["schedule"][];

/** The folder of a run and whether it replaces an earlier one. */
export const runOptions = inGroup("Output", {
  out: {
    schema: folderName(),
    required: "Give the folder that the run is written to.",
    help: "folder for the run",
  },
  force: {
    schema: yesOrNo(),
    flagOnly: true,
    help: "replace the run in --out (only files that cellgen wrote)",
  },
});

/** The options of `cellgen train`. The defaults are those of `trainFolder`. */
export const trainOptions = withDefaults(trainingDefaults, {
  ...inGroup("Data", {
    data: {
      schema: folderName(),
      required: "Give the folder of images to train on.",
      help: "folder of PNG and JPEG images, subfolders included",
    },
    size: {
      value: "<pixels>",
      schema: wholeNumber(8, 1024),
      help: "side length to which images are cropped and scaled",
    },
    crop: {
      value: "<pixels>",
      schema: wholeNumber(0),
      help: "side length of random crops, for few large images; 0 = whole images",
    },
    channels: {
      value: "<n>",
      schema: z.literal(["auto", 1, 3], "must be auto, 1 or 3"),
      help: "number of channels: auto, 1 (grey) or 3 (colour)",
    },
    classConditional: { schema: yesOrNo(), help: "train with class labels, the subfolders of --data" },
    stabilise: {
      value: "<noise>",
      schema: stabilise(),
      help: "gain=G,offset=O,read=R of the photon noise to denoise later, see below",
    },
    augment: {
      value: "<how>",
      schema: oneOf(["none", "flip", "d4"]),
      help: "augmentation: none, flip or d4 (flips and quarter turns)",
    },
    strict: { schema: yesOrNo(), help: "stop at an unreadable image instead of skipping it" },
  }),
  out: runOptions.out,
  ...inGroup("Output", {
    resume: {
      schema: yesOrNo(),
      flagOnly: true,
      help: "resume the run in --out from its last checkpoint",
    },
    force: runOptions.force,
    config: { schema: fileName(), flagOnly: true, help: "JSON file with settings" },
  }),
  ...inGroup("Model", {
    preset: { schema: oneOf(unetPresetNames), help: `network size: ${unetPresetNames.join(", ")}` },
    prediction: {
      value: "<what>",
      schema: oneOf(["v_prediction", "epsilon", "sample"]),
      help: "prediction type: v_prediction, epsilon or sample",
    },
    schedule: { schema: oneOf(scheduleNames), help: `noise schedule: ${scheduleNames.join(", ")}` },
  }),
  ...inGroup("Training", {
    steps: { schema: wholeNumber(1, 2 ** 32 - 1), help: "number of training steps" },
    batch: { schema: wholeNumber(1, 4096), help: "batch size" },
    lr: { schema: positiveNumber(1), help: "peak learning rate" },
    ema: {
      schema: numberBetween(0, 0.999999),
      help: "maximum decay of the exponential moving average of the weights",
    },
    seed: { schema: wholeNumber(0), help: "random seed" },
    sampleEvery: { schema: wholeNumber(0), help: "steps between sample images in samples/; 0 = none" },
    checkpointEvery: { schema: wholeNumber(0), help: "steps between checkpoints; 0 = only at the end" },
  }),
  ...engineOptions,
});

export type TrainSettings = SettingsOf<typeof trainOptions>;

/** `data` and `out` have no default. */
export const trainDefaults: DefaultsOf<typeof trainOptions> = defaultsOf(trainOptions);
