import { type DiffusionModel, type InpaintDrawing, inpaintPresets } from "@cellgen/pipelines";
import type { InpaintSettings } from "./options.ts";

/** The preset, with the sampler that was asked for, and no more steps than the model has timesteps. */
export function inpaintDrawing(
  { preset, sampler }: InpaintSettings,
  { scheduler }: DiffusionModel,
): InpaintDrawing {
  const drawing = inpaintPresets[preset];
  const steps = Math.min(drawing.steps, scheduler.numTrainTimesteps);
  const jumpLength = Math.max(1, Math.min(drawing.jumpLength, steps - 1));
  return { ...drawing, steps, jumpLength, ...(sampler ? { sampler } : {}) };
}
