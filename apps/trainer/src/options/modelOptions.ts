import { z } from "zod";
import { engineOptions } from "./engineOptions.ts";
import { optionTable, type SettingsOf } from "./optionTable.ts";
import { fileName, folderName, oneOf, wholeNumber, yesOrNo } from "./rules.ts";

/** Which model a command uses. */
export const modelOption = optionTable({
  model: {
    value: "<dir>",
    schema: folderName(),
    required: "Give the folder of a trained model.",
    help: "folder of a trained model: a run of cellgen train, or the Hugging Face layout",
    group: "Model",
  },
});

/** Where the results of a model go. */
export const outputOptions = optionTable({
  out: {
    value: "<dir>",
    schema: folderName(),
    required: "Give the folder to write the results to.",
    help: "folder for the results",
    group: "Output",
  },
  force: {
    schema: yesOrNo(),
    flagOnly: true,
    help: "replace earlier results in --out (only files that cellgen wrote)",
    group: "Output",
  },
});

export const seedOption = optionTable({
  seed: {
    value: "<n>",
    schema: wholeNumber(0),
    default: 0,
    help: "random seed",
    group: "Sampling",
  },
});

export const weightsOption = optionTable({
  weights: {
    value: "<which>",
    schema: oneOf(["ema", "raw"]),
    defaultNote: "ema if the model has them",
    help: "weights: ema (exponential moving average) or raw",
    group: "Model",
  },
});

export const batchOption = optionTable({
  batch: {
    value: "<n>",
    schema: wholeNumber(1, 4096),
    default: 8,
    help: "number of images computed at a time",
    group: "Sampling",
  },
});

/** The images that a command works on. */
export const inputOption = optionTable({
  input: {
    value: "<place>",
    schema: fileName(),
    required: "Give an image, or a folder of images.",
    reads: true,
    help: "image, or folder of images",
    group: "Input",
  },
});

/** The class of the images that a command works on. */
export const classOption = optionTable({
  class: {
    value: "<name>",
    schema: z.string("must be the name of a class"),
    defaultNote: "any",
    help: "class of the images",
    group: "Input",
  },
});

const everyModelCommand = {
  ...modelOption,
  ...outputOptions,
  ...seedOption,
  ...weightsOption,
  ...batchOption,
  ...engineOptions,
};

/** What the settings of every command that runs a trained model have in common. */
export type ModelSettings = SettingsOf<typeof everyModelCommand>;
