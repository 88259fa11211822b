import { z } from "zod";
import { modelDefaults, modelSettings } from "../../options/modelSettings.ts";
import { wholeNumber } from "../../options/rules.ts";
import { samplerDefaults, samplerSettings } from "../../options/samplerSettings.ts";

/** What `cellgen interpolate` can be told. */
export const interpolateSchema = z.strictObject({
  ...modelSettings,
  /** A,B. */
  seeds: z
    .string("must be two whole numbers as A,B")
    .regex(/^\d{1,15},\d{1,15}$/, "must be two whole numbers as A,B, such as 1,2")
    .optional(),
  /** Two files, A,B. */
  images: z
    .string("must be two files as A,B")
    .regex(/.,./, "must be two files as A,B, such as a.png,b.png")
    .optional(),
  frames: wholeNumber(2, 1000),
  class: z.string("must be the name of a class, or of two as A,B").optional(),
  ...samplerSettings,
});

export type InterpolateSettings = z.infer<typeof interpolateSchema>;

export const interpolateDefaults: Pick<
  InterpolateSettings,
  "frames" | "sampler" | keyof typeof samplerDefaults | keyof typeof modelDefaults
> = {
  ...modelDefaults,
  ...samplerDefaults,
  frames: 16,
  sampler: "ddim",
};
