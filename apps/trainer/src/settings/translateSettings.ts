import { z } from "zod";
import { modelDefaults, modelSettings } from "./modelSettings.ts";
import { fileName, folderName, numberBetween, oneOf, positiveNumber, wholeNumber } from "./rules.ts";
import { samplerNames } from "./sampleSettings.ts";

const className = (): z.ZodString => z.string("must be the name of a class");

/** What `cellgen translate` can be told. */
export const translateSchema = z.strictObject({
  ...modelSettings,
  input: fileName(),
  to: className().optional(),
  from: className().optional(),
  method: oneOf(["ddib", "sdedit"]),
  strength: positiveNumber(1).optional(),
  keep: oneOf(["colour"]).optional(),
  sampler: oneOf(samplerNames),
  steps: wholeNumber(1).optional(),
  guidance: numberBetween(0, 100).optional(),
  data: folderName().optional(),
});

export type TranslateSettings = z.infer<typeof translateSchema>;

export const translateDefaults: Pick<TranslateSettings, "method" | "sampler" | keyof typeof modelDefaults> = {
  ...modelDefaults,
  method: "ddib",
  sampler: "ddim",
};

/** How much of the noise an image goes through, where nothing is said. */
export const defaultStrength: Readonly<Record<TranslateSettings["method"], number>> = {
  ddib: 1,
  sdedit: 0.5,
};
