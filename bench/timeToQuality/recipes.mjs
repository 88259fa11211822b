/** Recipes of training for peers/train_diffusion.py. */

import { noiseScheduleOf } from "@cellgen/pipelines";
import { loadModel } from "@cellgen/pipelines/node";
import { noiseSchedule } from "@cellgen/schedules";
import { loadCheckpoint, readRunSettings, runFolder } from "@cellgen/training/node";
import { unetConfigToHuggingFace } from "@cellgen/unet";

/** The recipe of a run of cellgen: all settings are read from its folder. */
export async function recipeOfRun(path) {
  const model = await loadModel(path);
  const { augment, halfSize } = await readRunSettings(path);
  const { settings } = await loadCheckpoint(runFolder(path).checkpoint);
  const number = (name) => Number(settings[name]);
  return {
    ...networkOf(model),
    alphasCumprod: [...noiseScheduleOf(model.scheduler).alphasCumprod],
    prediction: settings.predictionType,
    weighting: settings.lossWeighting ?? "uniform",
    batch: number("batchSize"),
    learningRate: number("learningRate"),
    warmupSteps: number("warmupSteps"),
    beta1: number("beta1"),
    beta2: number("beta2"),
    adamEpsilon: number("adamEpsilon"),
    weightDecay: number("weightDecay"),
    maxGradientNorm: number("maxGradientNorm"),
    emaMaxDecay: number("emaMaxDecay"),
    emaPower: number("emaPower"),
    augment,
    halfSize,
  };
}

/**
 * The defaults of examples/unconditional_image_generation/train_unconditional.py in diffusers, with its options `--use_ema` and
 * `--random_flip`, as its README runs it; but with the network of a run of cellgen, because its own has 114 million parameters.
 */
export async function recipeOfDiffusers(path) {
  return {
    ...networkOf(await loadModel(path), 1),
    alphasCumprod: [...noiseSchedule("linear").alphasCumprod],
    prediction: "epsilon",
    weighting: "uniform",
    batch: 16,
    learningRate: 1e-4,
    warmupSteps: 500,
    beta1: 0.95,
    beta2: 0.999,
    adamEpsilon: 1e-8,
    weightDecay: 1e-6,
    maxGradientNorm: 1,
    emaMaxDecay: 0.9999,
    emaPower: 0.75,
    augment: "flip",
    halfSize: 0,
  };
}

/** @param patchSize - That of the run by default. */
function networkOf({ unet, card }, patchSize = unet.patchSize) {
  const channels = card.channels * patchSize ** 2;
  const config = { ...unetConfigToHuggingFace(unet.config), in_channels: channels, out_channels: channels };
  return { config, patchSize, ranges: card.ranges };
}
