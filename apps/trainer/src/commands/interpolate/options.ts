import { interpolateDefaults } from "@cellgen/pipelines";
import { z } from "zod";
import { displayOption } from "../../options/displayOption.ts";
import { formatOption } from "../../options/formatOption.ts";
import { computeOptions, modelOptions, outputOptions } from "../../options/modelOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { requireEither } from "../../options/requireEither.ts";
import { wholeNumber } from "../../options/rules.ts";
import { samplerOptions } from "../../options/samplerOptions.ts";
import { modelSelectionOptions } from "../../options/selectionOptions.ts";
import { twoFiles } from "./twoFiles.ts";

/** The options of `cellgen interpolate`. */
export const interpolateOptions = optionTable({
  ...modelOptions,
  ...inGroup("Input", {
    seeds: {
      value: "<a,b>",
      schema: z
        .string("must be two whole numbers as A,B")
        .regex(/^\d{1,15},\d{1,15}$/, "must be two whole numbers as A,B, such as 1,2"),
      help: "two random seeds to interpolate between",
    },
    images: {
      value: "<a,b>",
      schema: z
        .string("must be two files as A,B")
        .regex(/.,./, "must be two files as A,B, such as a.png,b.png"),
      reads: twoFiles,
      help: "two image files to interpolate between",
    },
    class: {
      value: "<name>",
      schema: z.string("must be the name of a class, or of two as A,B"),
      defaultNote: "none: predict without a class",
      help: "class of all frames, or classes of both ends as A,B",
    },
  }),
  ...modelSelectionOptions,
  ...outputOptions,
  format: { ...formatOption.format, defaultNote: "that of the first image, or of the training images" },
  ...displayOption,
  ...inGroup("Sampling", {
    frames: {
      schema: wholeNumber(2, 1000),
      default: interpolateDefaults.frames,
      help: "number of frames, both ends included",
    },
  }),
  ...samplerOptions({
    sampler: interpolateDefaults.sampler,
    ddpmFor: "--seeds",
    steps: "network evaluations per frame",
    guided: "the class",
  }),
  ...computeOptions,
});

export type InterpolateSettings = SettingsOf<typeof interpolateOptions>;

/** Check the settings. @throws UsageError unless exactly one of --seeds and --images is given. */
export function checkInterpolate(settings: InterpolateSettings): void {
  const remedy = "Give two seeds as --seeds A,B, or two files as --images A,B.";
  requireEither(settings, ["seeds", "images"], remedy);
}
