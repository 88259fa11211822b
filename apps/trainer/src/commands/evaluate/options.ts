import { z } from "zod";
import { engineOptions } from "../../options/engineOptions.ts";
import {
  batchOption,
  modelOption,
  outputOptions,
  seedOption,
  weightsOption,
} from "../../options/modelOptions.ts";
import { optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { folderName, wholeNumber } from "../../options/rules.ts";
import { generationOptions } from "../../options/samplerOptions.ts";

/** Number of images that a model generates by default. */
export const defaultCount = 500;

const { model } = modelOption;

const imagesOption = optionTable({
  images: {
    value: "<dir>",
    schema: folderName(),
    required: "Give the folder of generated images.",
    reads: true,
    help: "folder of generated images instead of a model; subfolders can be classes",
    group: "Generated images",
  },
});

/** What applies to generated images of any origin. */
const commonOptions = optionTable({
  data: {
    value: "<dir>",
    schema: folderName(),
    required: "Give the folder of real images that the model was trained on.",
    reads: true,
    help: "folder of the real images that the model was trained on",
    group: "Real images",
  },
  heldOut: {
    value: "<dir>",
    schema: folderName(),
    defaultNote: "a quarter of --data",
    reads: true,
    help: "folder of real images that the model was not trained on",
    group: "Real images",
  },
  ...outputOptions,
  count: {
    value: "<n>",
    schema: wholeNumber(8, 100_000),
    defaultNote: `${defaultCount} with --model, all with --images`,
    help: "number of generated images, at least 8",
    group: "Evaluation",
  },
  features: {
    value: "<which>",
    schema: z
      .string()
      .regex(/^(cells|learnt|.*\.onnx)$/i, "must be cells, learnt or the name of an .onnx file"),
    default: "learnt",
    help: "features to compare: learnt, cells or FILE.onnx, see below",
    group: "Evaluation",
  },
  seed: { ...seedOption.seed, group: "Evaluation" },
});

/** How a model generates the images. */
const modelOnlyOptions = optionTable({
  ...weightsOption,
  ...generationOptions,
  batch: { ...batchOption.batch, default: 16 },
});

/** The options of `cellgen evaluate --images`. */
export const evaluateImagesOptions = optionTable({ ...imagesOption, ...commonOptions, ...engineOptions });

/** The options of `cellgen evaluate --model`. */
export const evaluateModelOptions = optionTable({
  ...modelOption,
  ...modelOnlyOptions,
  ...commonOptions,
  ...engineOptions,
});

/** All options of `cellgen evaluate`, for its help. */
export const evaluateOptions = optionTable({
  model: { value: model.value, schema: model.schema, help: model.help, group: "Generated images" },
  images: {
    value: imagesOption.images.value,
    schema: imagesOption.images.schema,
    help: imagesOption.images.help,
    group: "Generated images",
  },
  ...commonOptions,
  ...modelOnlyOptions,
  ...engineOptions,
});

/** The options that only apply to a model. */
export const modelOnly: readonly string[] = Object.keys(modelOnlyOptions);

export type EvaluateModelSettings = SettingsOf<typeof evaluateModelOptions>;
export type EvaluateSettings = EvaluateModelSettings | SettingsOf<typeof evaluateImagesOptions>;
