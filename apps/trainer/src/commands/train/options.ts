import { settingRanges } from "@cellgen/training/defaults";
import { engineOptions } from "../../options/engineOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { fileName, folderName, yesOrNo } from "../../options/rules.ts";
import { indexOption, selectionHelp, selectionValues } from "../../options/selectionOptions.ts";
import { recipeSetting, trainSetting } from "./trainSetting.ts";

const { recipe, schedule } = settingRanges;
const listed = (range: typeof recipe): string => (range.kind === "choice" ? range.choices.join(", ") : "");

/** The folder of a run, and whether to replace an earlier run. */
export const runOptions = inGroup("Output", {
  out: {
    schema: folderName(),
    required: "Give a folder for the run.",
    help: "folder for the run",
  },
  force: {
    schema: yesOrNo(),
    flagOnly: true,
    help: "replace the run in --out (only files that cellgen wrote)",
  },
});

/** The options of `cellgen train`. Ranges and defaults are those of `trainFolder`. */
export const trainOptions = optionTable({
  ...inGroup("Data", {
    data: {
      schema: folderName(),
      required: "Give a folder of training images.",
      help: "folder of images, subfolders included; or one image file or OME-Zarr folder",
    },
    index: indexOption("index.csv in --data"),
    size: trainSetting(
      "size",
      "size to which images are cropped and scaled: a side, or WIDTHxHEIGHT",
      "<pixels>",
    ),
    crop: trainSetting("crop", "shorter side of random crops, for few large images; 0 = no crop", "<pixels>"),
    channels: trainSetting("channels", "number of channels: auto, 1 (gray), 3 (color), up to 8", "<n>"),
    selectChannels: trainSetting(
      "selectChannels",
      selectionHelp.selectChannels,
      selectionValues.selectChannels,
    ),
    z: trainSetting("z", selectionHelp.z, selectionValues.z),
    time: trainSetting("time", selectionHelp.time, selectionValues.time),
    range: trainSetting(
      "range",
      "pixel values that map to -1 and 1: set, group, image, LOW,HIGH or LOW%,HIGH%, see below",
      "<rule>",
    ),
    display: trainSetting(
      "display",
      "colors of the channels in pictures, such as blue,green; auto = by their names",
      "<colors>",
    ),
    classConditional: trainSetting("classConditional", "train with class labels, the subfolders of --data"),
    balance: {
      ...trainSetting("balance", "use the classes equally often; --no-balance uses the images equally often"),
      defaultNote: "if class sizes differ more than threefold",
    },
    stabilise: trainSetting(
      "stabilise",
      "gain=G,offset=O,read=R of the photon noise to denoise later, see below",
      "<noise>",
    ),
    augment: trainSetting(
      "augment",
      "augmentation: none, flip, c4 (quarter turns) or d4 (both), and shift, rotate, scale, intensity; see below",
      "<list>",
    ),
    strict: trainSetting("strict", "stop at an unreadable image instead of skipping it"),
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
    recipe: trainSetting(
      "recipe",
      `defaults of the settings for the size of the images: ${listed(recipe)}; auto = by --size and --stabilise, see below`,
    ),
    preset: recipeSetting(
      "preset",
      "network size: tiny (for tests), small (16 to 128 pixels), base (from 32 pixels, slow)",
    ),
    prediction: recipeSetting("prediction", "prediction type: v_prediction, epsilon or sample", "<type>"),
    weighting: recipeSetting(
      "weighting",
      "loss weighting: uniform, velocity (the error of v), clamped-velocity (less at little noise) or min-snr",
      "<type>",
    ),
    patchSize: recipeSetting(
      "patchSize",
      "side of the squares of pixels folded into channels; 2 makes 64x64 as fast as 32x32",
      "<pixels>",
    ),
    schedule: trainSetting(
      "schedule",
      `noise schedule: ${listed(schedule)}; squaredcos_cap_v2 is diffusers' name of cosine`,
    ),
    noiseShift: recipeSetting("noiseShift", "shift of the noise schedule; below 1 = more noise", "<factor>"),
  }),
  ...inGroup("Training", {
    steps: recipeSetting("steps", "number of training steps"),
    halfSize: recipeSetting(
      "halfSize",
      "share of the steps, from the first, that use images of half the size",
      "<share>",
    ),
    batch: recipeSetting("batch", "batch size"),
    lr: recipeSetting("lr", "peak learning rate"),
    ema: trainSetting("ema", "maximum decay of the exponential moving average of the weights"),
    seed: trainSetting("seed", "random seed"),
    sampleEvery: trainSetting("sampleEvery", "steps between sample images in samples/; 0 = none"),
    checkpointEvery: trainSetting("checkpointEvery", "steps between checkpoints; 0 = only at the end"),
  }),
  ...engineOptions,
});

export type TrainSettings = SettingsOf<typeof trainOptions>;
