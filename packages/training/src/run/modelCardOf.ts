import type { ImageSize } from "@cellgen/data";
import type { ImageFolder } from "@cellgen/data/node";
import type { ModelCard } from "@cellgen/pipelines";
import { version } from "../version.ts";
import { croppedSize, shorterSide } from "./croppedSize.ts";
import { modelPixelSize } from "./modelPixelSize.ts";
import { runImageSize } from "./runImageSize.ts";
import { coloursOf } from "./settings/rangeSetting.ts";
import type { RunSettings } from "./settings/runSettings.ts";
import { settingError } from "./settings/settingError.ts";

/**
 * Create the model card of a run after a number of steps.
 *
 * @param replaced - Names of files that could not be read during training.
 * @throws OptionError if the display colors do not match the channels.
 */
export function modelCardOf(
  settings: RunSettings,
  images: ImageFolder,
  form: Pick<ModelCard, "channels" | "classes" | "pixelType" | "ranges" | "stabilisation">,
  step: number,
  replaced: readonly string[] = [],
): ModelCard {
  // Paths and hardware settings do not affect the model.
  const { data, out, index, engine, threads, shareCores, blocks, ...trainedWith } = settings;
  const { channels, classes, ...scale } = form;
  const colours = coloursOf(settings.display);
  if (colours && colours.length !== channels) {
    throw settingError(
      "display",
      `must have one color for each of ${channels} channels, got ${settings.display}.`,
    );
  }
  const size = runImageSize(settings);
  const pixelSizeMicrometres = modelPixelSize(images.files, size, settings.crop);
  return {
    formatVersion: 2,
    ...size,
    channels,
    ...(images.channelNames && channels === images.channels ? { channelNames: images.channelNames } : {}),
    ...(colours ? { displayColors: colours } : {}),
    ...scale,
    rangeScope: images.rangeScope,
    ...(settings.patchSize === 1 ? {} : { patchSize: settings.patchSize }),
    classes,
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
    training: {
      ...trainedWith,
      step,
      images: images.files.length,
      sourceSide: medianSide(images, size, settings.crop),
      fileFormat: mostFrequent(images.files.map(({ format }) => format)),
      ...(replaced.length > 0 ? { replacedImages: replaced } : {}),
      cellgen: version(),
    },
  };
}

/** Return the median shorter side, in file pixels, of the windows that were scaled to the model's size. */
function medianSide({ files }: ImageFolder, size: ImageSize, crop: number): number {
  const sides = files.map((file) => shorterSide(croppedSize(file, size, crop))).sort((a, b) => a - b);
  return sides[sides.length >> 1]!;
}

/** Return the most frequent value, the first one of equally frequent ones. */
function mostFrequent<T>(values: readonly T[]): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
}
