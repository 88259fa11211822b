import { z } from "zod";
import { modelDefaults, modelSettings } from "../../options/modelSettings.ts";
import { folderName, oneOf, wholeNumber } from "../../options/rules.ts";
import { generationDefaults, generationSettings } from "../../options/samplerSettings.ts";

/** What `cellgen sample` can be told. */
export const sampleSchema = z.strictObject({
  ...modelSettings,
  count: wholeNumber(1, 1_000_000),
  class: z.string("must be the name of a class").optional(),
  ...generationSettings,
  precision: oneOf(["float32", "int8"]),
  calibrate: folderName().optional(),
});

export type SampleSettings = z.infer<typeof sampleSchema>;

export const sampleDefaults: Pick<
  SampleSettings,
  "count" | "precision" | keyof typeof generationDefaults | keyof typeof modelDefaults
> = {
  ...modelDefaults,
  ...generationDefaults,
  count: 16,
  precision: "float32",
};
