import { z } from "zod";
import { engineDefaults, engineSettings } from "./engineSettings.ts";
import { folderName, oneOf, wholeNumber } from "./rules.ts";

/** What `cellgen evaluate` can be told. */
export const evaluateSchema = z.strictObject({
  model: folderName().optional(),
  images: folderName().optional(),
  data: folderName(),
  heldOut: folderName().optional(),
  out: folderName(),
  count: wholeNumber(8, 100_000).optional(),
  features: z
    .string()
    .regex(/^(cells|learnt|.*\.onnx)$/i, "must be cells, learnt or the name of an .onnx file"),
  seed: wholeNumber(0),
  weights: oneOf(["ema", "raw"]).optional(),
  batch: wholeNumber(1, 4096),
  ...engineSettings,
});

export type EvaluateSettings = z.infer<typeof evaluateSchema>;

export const evaluateDefaults: Pick<
  EvaluateSettings,
  "features" | "seed" | "batch" | keyof typeof engineDefaults
> = { features: "learnt", seed: 0, batch: 16, ...engineDefaults };

/** Images that are drawn from a model where nothing is said. */
export const defaultCount = 500;
