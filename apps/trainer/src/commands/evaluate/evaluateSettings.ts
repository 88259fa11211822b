import { z } from "zod";
import { engineDefaults, engineSettings } from "../../options/engineSettings.ts";
import { modelSettings } from "../../options/modelSettings.ts";
import { folderName, wholeNumber } from "../../options/rules.ts";
import { generationDefaults, generationSettings } from "../../options/samplerSettings.ts";

/** What `cellgen evaluate` can be told of images whatever they are. */
const evaluationSettings = {
  data: folderName(),
  heldOut: folderName().optional(),
  out: folderName(),
  count: wholeNumber(8, 100_000).optional(),
  features: z
    .string()
    .regex(/^(cells|learnt|.*\.onnx)$/i, "must be cells, learnt or the name of an .onnx file"),
  seed: wholeNumber(0),
  ...engineSettings,
};

/** What `cellgen evaluate --images` can be told. */
export const evaluateImagesSchema = z.strictObject({ images: folderName(), ...evaluationSettings });

/** What `cellgen evaluate --model` can be told: how the model draws, too. */
export const evaluateModelSchema = z.strictObject({
  ...modelSettings,
  ...generationSettings,
  ...evaluationSettings,
});

export type EvaluateModelSettings = z.infer<typeof evaluateModelSchema>;

export type EvaluateSettings = EvaluateModelSettings | z.infer<typeof evaluateImagesSchema>;

export const evaluateDefaults = { features: "learnt", seed: 0, ...engineDefaults } as const;

export const evaluateModelDefaults = { ...evaluateDefaults, ...generationDefaults, batch: 16 } as const;

/** Images that are drawn from a model where nothing is said. */
export const defaultCount = 500;
