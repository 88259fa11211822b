import type { DiffusionModel } from "@cellgen/pipelines";
import type { ModelFacts } from "../protocol.ts";

/** Return the facts of a model that the page shows. */
export function modelFacts(name: string, model: DiffusionModel): ModelFacts {
  const { card, scheduler, unet } = model;
  const { width, height, channels, channelNames, classes } = card;
  return {
    name,
    width,
    height,
    channels,
    ...(channelNames ? { channelNames } : {}),
    classes,
    maxSteps: scheduler.numTrainTimesteps,
    parameterCount: unet.parameterCount,
  };
}
