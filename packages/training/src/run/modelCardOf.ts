import type { ImageSize } from "@cellgen/data";
import type { ImageFolder } from "@cellgen/data/node";
import type { ModelCard } from "@cellgen/pipelines";
import { version } from "../version.ts";
import { croppedSize, shorterSide } from "./croppedSize.ts";
import { runImageSize } from "./runImageSize.ts";
import { coloursOf } from "./settings/rangeSetting.ts";
import type { RunSettings } from "./settings/runSettings.ts";
import { settingError } from "./settings/settingError.ts";

/** Create the model card of a run after a number of steps. @throws OptionError if the display colours do not match the channels. */
export function modelCardOf(
  settings: RunSettings,
  images: ImageFolder,
  form: Pick<ModelCard, "channels" | "classes" | "pixelType" | "ranges" | "stabilisation">,
  step: number,
): ModelCard {
  // Paths and hardware settings do not affect the model.
  const { data, out, engine, threads, shareCores, blocks, ...trainedWith } = settings;
  const { channels, classes, ...scale } = form;
  const colours = coloursOf(settings.display);
  if (colours && colours.length !== channels) {
    throw settingError(
      "display",
      `must have one colour for each of ${channels} channels, got ${settings.display}.`,
    );
  }
  const size = runImageSize(settings);
  return {
    formatVersion: 2,
    ...size,
    channels,
    ...(images.channelNames && channels === images.channels ? { channelNames: images.channelNames } : {}),
    ...(colours ? { displayColors: colours } : {}),
    ...scale,
    rangeScope: images.rangeScope,
    classes,
    training: {
      ...trainedWith,
      step,
      images: images.files.length,
      sourceSide: medianSide(images, size, settings.crop),
      cellgen: version(),
    },
  };
}

/** Return the median shorter side, in file pixels, of the windows that were scaled to the model's size. */
function medianSide({ files }: ImageFolder, size: ImageSize, crop: number): number {
  const sides = files.map((file) => shorterSide(croppedSize(file, size, crop))).sort((a, b) => a - b);
  return sides[sides.length >> 1]!;
}
