import { z } from "zod";
import { engineDefaults, engineSettings } from "./engineSettings.ts";
import { folderName, numberBetween, oneOf, wholeNumber } from "./rules.ts";
import { samplerDefaults, samplerSettings } from "./samplerSettings.ts";

/** What `cellgen sample` can be told. */
export const sampleSchema = z.strictObject({
  model: folderName(),
  out: folderName(),
  count: wholeNumber(1, 1_000_000),
  class: z.string("must be the name of a class").optional(),
  seed: wholeNumber(0),
  ...samplerSettings,
  eta: numberBetween(0, 1).optional(),
  weights: oneOf(["ema", "raw"]).optional(),
  batch: wholeNumber(1, 4096),
  precision: oneOf(["float32", "int8"]),
  calibrate: folderName().optional(),
  ...engineSettings,
});

export type SampleSettings = z.infer<typeof sampleSchema>;

export const sampleDefaults: Pick<
  SampleSettings,
  "count" | "seed" | "sampler" | "guidance" | "batch" | "precision" | keyof typeof engineDefaults
> = {
  count: 16,
  seed: 0,
  ...samplerDefaults,
  sampler: "dpm++2m",
  batch: 8,
  precision: "float32",
  ...engineDefaults,
};
