import type { ImageFolder } from "@cellgen/data/node";
import type { DiffusionModel, ModelCard } from "@cellgen/pipelines";
import { version } from "../../version.ts";
import type { TrainSettings } from "./options.ts";
import type { PreparedRun } from "./prepareRun.ts";

/** The model of a run with some of its weights, as it is used in memory. */
export function runModel(
  run: PreparedRun,
  parameters: DiffusionModel["parameters"],
  step: number,
): DiffusionModel {
  const { unet, scheduler } = run;
  return { unet, scheduler, parameters, card: modelCard(run, step) };
}

function modelCard({ settings, images, batches, scale, classes }: PreparedRun, step: number): ModelCard {
  const { data, out, engine, threads, shareCores, blocks, ...trainedWith } = settings;
  return {
    formatVersion: 1,
    height: batches.height,
    width: batches.width,
    channels: batches.channels,
    ...scale,
    classes,
    training: {
      ...trainedWith,
      step,
      images: images.files.length,
      sourceSide: sourceSide(images, settings),
      cellgen: version(),
    },
  };
}

/** The median side of the squares of the files, in pixels, that were scaled to the model's size. */
function sourceSide({ files }: ImageFolder, { crop }: TrainSettings): number {
  const sides = files
    .map(({ width, height }) => Math.min(width, height, crop > 0 ? crop : Number.POSITIVE_INFINITY))
    .sort((a, b) => a - b);
  return sides[sides.length >> 1]!;
}
