import { translateDefaults } from "@cellgen/pipelines";
import { z } from "zod";
import { displayOption } from "../../options/displayOption.ts";
import { formatOption } from "../../options/formatOption.ts";
import {
  computeOptions,
  inputOption,
  modelOptions,
  outputOptions,
  strictOption,
} from "../../options/modelOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { folderName, numberAbove, oneOf } from "../../options/rules.ts";
import { samplerOptions } from "../../options/samplerOptions.ts";
import { modelSelectionOptions } from "../../options/selectionOptions.ts";

const methods = ["ddib", "sdedit"] as const;
const { strength } = translateDefaults;

/** The options of `cellgen translate`. */
export const translateOptions = optionTable({
  ...modelOptions,
  ...inputOption,
  ...inGroup("Input", {
    to: {
      value: "<class>",
      schema: z.string("must be the name of a class"),
      help: "class to translate to; required for --method ddib",
    },
    from: {
      value: "<class>",
      schema: z.string("must be the name of a class"),
      defaultNote: "name of the image's subfolder; if the model has no such class, none",
      help: "class of the images",
    },
    data: {
      schema: folderName(),
      reads: true,
      help: "folder with one subfolder per class, to train a classifier that scores the results",
    },
  }),
  ...strictOption,
  ...modelSelectionOptions,
  ...outputOptions,
  ...formatOption,
  ...displayOption,
  ...inGroup("Output", {
    keep: {
      value: "<what>",
      schema: oneOf(["colour"]),
      help: "colour: keep the mean and standard deviation of the colors of each image",
    },
  }),
  ...inGroup("Sampling", {
    method: {
      schema: oneOf(methods),
      default: translateDefaults.method,
      help: "ddib (change the class) or sdedit (vary the details), see below",
    },
    strength: {
      schema: numberAbove(0, 1),
      defaultNote: `${strength.ddib} for ddib, ${strength.sdedit} for sdedit`,
      help: "fraction of the noise schedule to use, above 0 and at most 1",
    },
  }),
  ...samplerOptions({
    sampler: translateDefaults.sampler,
    ddpmFor: "sdedit",
    steps: "network evaluations per image; ddib takes the same number again for the inversion",
    guided: "--to",
  }),
  ...computeOptions,
});

export type TranslateSettings = SettingsOf<typeof translateOptions>;
