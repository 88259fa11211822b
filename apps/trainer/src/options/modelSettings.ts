import { z } from "zod";
import { engineDefaults, engineSettings } from "./engineSettings.ts";
import { folderName, oneOf, wholeNumber } from "./rules.ts";

/** What every command that uses a trained model can be told. */
export const modelSettings = {
  model: folderName(),
  out: folderName(),
  seed: wholeNumber(0),
  weights: oneOf(["ema", "raw"]).optional(),
  batch: wholeNumber(1, 4096),
  ...engineSettings,
};

const schema = z.strictObject(modelSettings);

export type ModelSettings = z.infer<typeof schema>;

export const modelDefaults: Pick<ModelSettings, "seed" | "batch" | keyof typeof engineDefaults> = {
  seed: 0,
  batch: 8,
  ...engineDefaults,
};

/** What to say where a setting without a default is missing. */
export const modelRequired = {
  model: "Give the folder of a trained model.",
  out: "Give the folder to write the results to.",
} as const;
