import { defaultBatchSize } from "@cellgen/pipelines";
import { z } from "zod";
import { engineOptions } from "./engineOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "./optionTable.ts";
import { fileName, folderName, oneOf, wholeNumber, yesOrNo } from "./rules.ts";

/** The option that names a trained model. */
export const modelOption = inGroup("Model", {
  model: {
    schema: folderName(),
    required: "Give the folder of a trained model.",
    help: "folder of a trained model: a run of cellgen train, or a model in the Hugging Face layout",
  },
});

/** Options of the output folder. */
export const outputOptions = inGroup("Output", {
  out: {
    schema: folderName(),
    required: "Give a folder for the results.",
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
    help: "batch size",
  },
});

/** The option that names the images to process. */
export const inputOption = inGroup("Input", {
  input: {
    value: "<place>",
    schema: fileName(),
    required: "Give an image or a folder of images.",
    reads: true,
    help: "image or folder of images",
  },
});

/** The option that makes unreadable images an error. */
export const strictOption = inGroup("Input", {
  strict: { schema: yesOrNo(), default: false, help: "stop at an unreadable image instead of skipping it" },
});

/** The option that names the class of the images to process. */
export const classOption = inGroup("Input", {
  class: {
    value: "<name>",
    schema: z.string("must be the name of a class"),
    defaultNote: "none: predict without a class",
    help: "class of the images",
  },
});

/** First options of each command that uses a model. */
export const modelOptions = optionTable({ ...modelOption, ...weightsOption });

/** Last options of each command that runs a model. */
export const computeOptions = optionTable({ ...seedOption, ...batchOption, ...engineOptions });

const everyModelCommand = { ...modelOptions, ...outputOptions, ...computeOptions };

/** Settings common to all commands that run a trained model. */
export type ModelSettings = SettingsOf<typeof everyModelCommand>;
