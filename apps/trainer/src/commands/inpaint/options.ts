import { inpaintDefaults } from "@cellgen/pipelines";
import { samplerNames } from "@cellgen/samplers";
import { z } from "zod";
import { displayOption } from "../../options/displayOption.ts";
import { formatOption } from "../../options/formatOption.ts";
import {
  classOption,
  computeOptions,
  inputOption,
  modelOptions,
  outputOptions,
  strictOption,
} from "../../options/modelOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { requireEither } from "../../options/requireEither.ts";
import { fileName, oneOf, wholeNumber } from "../../options/rules.ts";
import { modelSelectionOptions } from "../../options/selectionOptions.ts";

/** The options of `cellgen inpaint`. */
export const inpaintOptions = optionTable({
  ...modelOptions,
  input: { ...inputOption.input, required: "Give an image or a folder of images to inpaint." },
  ...inGroup("Input", {
    mask: {
      value: "<place>",
      schema: fileName(),
      reads: true,
      help: "mask image, or folder of masks; white or erased (transparent) pixels are inpainted",
    },
    box: {
      value: "<x,y,w,h>",
      schema: z
        .string()
        .regex(/^\d+,\d+,[1-9]\d*,[1-9]\d*$/, "must be X,Y,W,H in whole pixels, such as 20,12,16,16"),
      help: "rectangle to inpaint instead of a mask, in pixels from the top left corner",
    },
  }),
  class: { ...classOption.class, help: "class of the images; recommended, see below" },
  ...strictOption,
  ...modelSelectionOptions,
  ...outputOptions,
  ...formatOption,
  ...displayOption,
  ...inGroup("Sampling", {
    samples: {
      schema: wholeNumber(1, 1000),
      default: inpaintDefaults.samples,
      help: "number of completions per image",
    },
    preset: {
      schema: oneOf(["fast", "good", "paper"]),
      default: inpaintDefaults.preset,
      help: "schedule of the resampling steps: fast, good or paper, see below",
    },
    sampler: {
      schema: oneOf(samplerNames),
      defaultNote: "that of the preset",
      help: "sampler: dpm++2m, ddim or ddpm",
    },
  }),
  ...computeOptions,
});

export type InpaintSettings = SettingsOf<typeof inpaintOptions>;

/** Check the settings. @throws UsageError unless exactly one of --mask and --box is given. */
export function checkInpaint(settings: InpaintSettings): void {
  const remedy = "Give a mask with white pixels to inpaint, or a rectangle as --box X,Y,W,H.";
  requireEither(settings, ["mask", "box"], remedy);
}
