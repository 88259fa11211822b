import type { DiffusionModel } from "@cellgen/pipelines";
import type { ModelFacts } from "../protocol.ts";

/**
 * What the page shows of a model.
 *
 * @throws RangeError if its images can be neither shown nor saved.
 */
export function modelFacts(name: string, model: DiffusionModel): ModelFacts {
  const { card, scheduler, unet } = model;
  const { width, height, channels, classes } = card;
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `${name} must generate images of 1 or 3 channels, got ${channels}: others cannot be shown.`,
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
