import { denoiseDefaults, denoiseSampling } from "@cellgen/pipelines";
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
import { fileName, oneOf, wholeNumber } from "../../options/rules.ts";
import { modelSelectionOptions } from "../../options/selectionOptions.ts";
import { noiseSetting } from "./noiseSetting.ts";

/** The options of `cellgen denoise`. */
export const denoiseOptions = optionTable({
  ...modelOptions,
  input: { ...inputOption.input, required: "Give a noisy image or a folder of noisy images." },
  ...inGroup("Input", {
    noise: {
      value: "<level>",
      schema: z.string("must be auto, a number, or gain=G,offset=O,read=R"),
      default: "auto",
      help: "noise level: auto, SIGMA, or gain=G,offset=O,read=R, see below",
    },
  }),
  ...classOption,
  ...inGroup("Input", {
    reference: {
      value: "<place>",
      schema: fileName(),
      reads: true,
      help: "ground truth with the same file names, to score the results",
    },
  }),
  ...strictOption,
  ...modelSelectionOptions,
  ...outputOptions,
  ...formatOption,
  ...displayOption,
  ...inGroup("Sampling", {
    mode: {
      schema: oneOf(["mean", "sample"]),
      default: "mean",
      help: "estimate: mean (minimum squared error) or sample (sharp)",
    },
    samples: {
      schema: wholeNumber(1, 10_000),
      default: denoiseDefaults.samples,
      help: "number of samples per image; 2 or more give a map of the uncertainty",
    },
    sampler: {
      schema: oneOf(samplerNames),
      default: denoiseDefaults.sampler,
      help: "sampler: ddpm, ddim or dpm++2m (dpm++2m for a single sample only)",
    },
    steps: {
      schema: wholeNumber(1),
      default: denoiseDefaults.steps,
      help: "maximum number of network evaluations per sample",
    },
  }),
  ...computeOptions,
});

export type DenoiseSettings = SettingsOf<typeof denoiseOptions>;

/** Check the settings. @throws UsageError if the noise level is invalid; OptionError if the sampler cannot give several samples. */
export function checkDenoise({ noise, samples, sampler }: DenoiseSettings): void {
  noiseSetting(noise);
  denoiseSampling({ samples, sampler });
}
