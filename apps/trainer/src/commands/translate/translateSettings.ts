import { z } from "zod";
import { modelDefaults, modelSettings } from "../../options/modelSettings.ts";
import { fileName, folderName, oneOf, positiveNumber } from "../../options/rules.ts";
import { samplerDefaults, samplerSettings } from "../../options/samplerSettings.ts";

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
  ...samplerSettings,
  data: folderName().optional(),
});

export type TranslateSettings = z.infer<typeof translateSchema>;

export const translateDefaults: Pick<
  TranslateSettings,
  "method" | "sampler" | keyof typeof samplerDefaults | keyof typeof modelDefaults
> = {
  ...modelDefaults,
  ...samplerDefaults,
  method: "ddib",
  sampler: "ddim",
};

/** How much of the noise an image goes through, where nothing is said. */
export const defaultStrength: Readonly<Record<TranslateSettings["method"], number>> = {
  ddib: 1,
  sdedit: 0.5,
};
