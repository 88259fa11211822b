import { z } from "zod";
import { modelDefaults, modelSettings } from "../../options/modelSettings.ts";
import { fileName, oneOf, wholeNumber } from "../../options/rules.ts";
import { samplerNames } from "../../options/samplerSettings.ts";

/** What `cellgen inpaint` can be told. */
export const inpaintSchema = z.strictObject({
  ...modelSettings,
  input: fileName(),
  mask: fileName().optional(),
  /** X,Y,W,H. */
  box: z
    .string()
    .regex(/^\d+,\d+,[1-9]\d*,[1-9]\d*$/, "must be X,Y,W,H in whole pixels, such as 20,12,16,16")
    .optional(),
  samples: wholeNumber(1, 1000),
  preset: oneOf(["fast", "good", "paper"]),
  sampler: oneOf(samplerNames).optional(),
  class: z.string("must be the name of a class").optional(),
});

export type InpaintSettings = z.infer<typeof inpaintSchema>;

export const inpaintDefaults: Pick<InpaintSettings, "samples" | "preset" | keyof typeof modelDefaults> = {
  ...modelDefaults,
  samples: 4,
  preset: "good",
};
