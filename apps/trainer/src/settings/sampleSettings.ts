import { z } from "zod";
import { engineDefaults, engineSettings } from "./engineSettings.ts";
import { folderName, numberBetween, oneOf, wholeNumber } from "./rules.ts";

export const samplerNames = ["dpm++2m", "ddim", "ddpm"] as const;
export type SamplerName = (typeof samplerNames)[number];

/** Network evaluations an image, where none are asked for. */
export const defaultSteps: Readonly<Record<SamplerName, number>> = { "dpm++2m": 20, ddim: 50, ddpm: 1000 };

/** How much to insist on the class, where nothing is said. */
export const defaultGuidance = 1.5;

/** What `cellgen sample` can be told. */
export const sampleSchema = z.strictObject({
  model: folderName(),
  out: folderName(),
  count: wholeNumber(1, 1_000_000),
  class: z.string("must be the name of a class").optional(),
  seed: wholeNumber(0),
  sampler: oneOf(samplerNames),
  steps: wholeNumber(1).optional(),
  eta: numberBetween(0, 1).optional(),
  guidance: numberBetween(0, 100).optional(),
  weights: oneOf(["ema", "raw"]).optional(),
  batch: wholeNumber(1, 4096),
  precision: oneOf(["float32", "int8"]),
  calibrate: folderName().optional(),
  ...engineSettings,
});

export type SampleSettings = z.infer<typeof sampleSchema>;

export const sampleDefaults: Pick<
  SampleSettings,
  "count" | "seed" | "sampler" | "batch" | "precision" | keyof typeof engineDefaults
> = {
  count: 16,
  seed: 0,
  sampler: "dpm++2m",
  batch: 8,
  precision: "float32",
  ...engineDefaults,
};
