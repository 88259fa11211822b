import type { DiffusionModel } from "@cellgen/pipelines";
import type { ModelFacts } from "../protocol.ts";

/**
 * Return the facts of a model that the page shows.
 *
 * @throws RangeError if the model's images do not have 1 or 3 channels.
 */
export function modelFacts(name: string, model: DiffusionModel): ModelFacts {
  const { card, scheduler, unet } = model;
  const { width, height, channels, classes } = card;
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `${name} must generate images of 1 or 3 channels, got ${channels}. Open another model.`,
    );
  }
  return {
    name,
    width,
    height,
    channels,
    classes,
    maxSteps: scheduler.numTrainTimesteps,
    parameterCount: unet.parameterCount,
  };
}
