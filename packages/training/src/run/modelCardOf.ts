import type { ImageFolder } from "@cellgen/data/node";
import type { ModelCard } from "@cellgen/pipelines";
import { version } from "../version.ts";
import { croppedSide } from "./runWarnings.ts";
import type { RunSettings } from "./settings/runSettings.ts";

/** Create the model card of a run after a number of steps. */
export function modelCardOf(
  settings: RunSettings,
  images: ImageFolder,
  form: Pick<ModelCard, "channels" | "classes" | "valueRange" | "stabilisation" | "bitDepth">,
  step: number,
): ModelCard {
  // Paths and hardware settings do not affect the model.
  const { data, out, engine, threads, shareCores, blocks, ...trainedWith } = settings;
  const { channels, classes, ...scale } = form;
  return {
    formatVersion: 1,
    height: settings.size,
    width: settings.size,
    channels,
    ...scale,
    classes,
    training: {
      ...trainedWith,
      step,
      images: images.files.length,
      sourceSide: medianSide(images, settings.crop),
      cellgen: version(),
    },
  };
}

/** Return the median side, in file pixels, of the squares that were scaled to the model's size. */
function medianSide({ files }: ImageFolder, crop: number): number {
  const sides = files.map((file) => croppedSide(file, crop)).sort((a, b) => a - b);
  return sides[sides.length >> 1]!;
}
