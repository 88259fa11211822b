import { defaultBatchSize } from "@cellgen/pipelines";
import { z } from "zod";
import { engineOptions } from "./engineOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "./optionTable.ts";
import { fileName, folderName, oneOf, wholeNumber, yesOrNo } from "./rules.ts";

/** Which model a command uses. */
export const modelOption = inGroup("Model", {
  model: {
    schema: folderName(),
    required: "Give the folder of a trained model.",
    help: "folder of a trained model: a run of cellgen train, or the Hugging Face layout",
  },
});

/** Where the results of a model go. */
export const outputOptions = inGroup("Output", {
  out: {
    schema: folderName(),
    required: "Give the folder to write the results to.",
    help: "folder for the results",
  },
  force: {
    schema: yesOrNo(),
    flagOnly: true,
    help: "replace earlier results in --out (only files that cellgen wrote)",
  },
});

export const seedOption = inGroup("Sampling", {
  seed: { schema: wholeNumber(0), default: 0, help: "random seed" },
});

export const weightsOption = inGroup("Model", {
  weights: {
    value: "<which>",
    schema: oneOf(["ema", "raw"]),
    defaultNote: "ema if the model has them",
    help: "weights: ema (exponential moving average) or raw",
  },
});

export const batchOption = inGroup("Sampling", {
  batch: {
    schema: wholeNumber(1, 4096),
    default: defaultBatchSize,
    help: "number of images computed at a time",
  },
});

/** The images that a command works on. */
export const inputOption = inGroup("Input", {
  input: {
    value: "<place>",
    schema: fileName(),
    required: "Give an image, or a folder of images.",
    reads: true,
    help: "image, or folder of images",
  },
});

/** The class of the images that a command works on. */
export const classOption = inGroup("Input", {
  class: {
    value: "<name>",
    schema: z.string("must be the name of a class"),
    defaultNote: "any",
    help: "class of the images",
  },
});

/** What the options of a command that uses a model begin with. */
export const modelOptions = optionTable({ ...modelOption, ...weightsOption });

/** What the options of a command that runs a model end with. */
export const computeOptions = optionTable({ ...seedOption, ...batchOption, ...engineOptions });

const everyModelCommand = { ...modelOptions, ...outputOptions, ...computeOptions };

/** What the settings of every command that runs a trained model have in common. */
export type ModelSettings = SettingsOf<typeof everyModelCommand>;
