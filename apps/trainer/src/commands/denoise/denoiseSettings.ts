import { z } from "zod";
import { modelDefaults, modelSettings } from "../../options/modelSettings.ts";
import { fileName, oneOf, wholeNumber } from "../../options/rules.ts";
import { samplerNames } from "../../options/samplerSettings.ts";

/** What `cellgen denoise` can be told. */
export const denoiseSchema = z.strictObject({
  ...modelSettings,
  input: fileName(),
  /** auto, a number, or gain=G,offset=O,read=R. */
  noise: z.string("must be auto, a number, or gain=G,offset=O,read=R"),
  mode: oneOf(["mean", "sample"]),
  samples: wholeNumber(1, 10_000),
  reference: fileName().optional(),
  class: z.string("must be the name of a class").optional(),
  sampler: oneOf(samplerNames),
  steps: wholeNumber(1),
});

export type DenoiseSettings = z.infer<typeof denoiseSchema>;

export const denoiseDefaults: Pick<
  DenoiseSettings,
  "noise" | "mode" | "samples" | "sampler" | "steps" | keyof typeof modelDefaults
> = { ...modelDefaults, noise: "auto", mode: "mean", samples: 1, sampler: "ddpm", steps: 25 };
