import { type CellImage, pixelTypeOf } from "@cellgen/data";
import {
  createImageSet,
  formatExtensions,
  type ImageSetLayout,
  type ImageSetWriter,
} from "@cellgen/data/node";
import type { ResultImage } from "@cellgen/pipelines/node";
import type { OutputFormat } from "../options/formatOption.ts";
import type { OutputFolder } from "../output/outputFolder.ts";
import { isSetFormat } from "./resultFormats.ts";

/** What a set holds in addition to the images. */
export interface ImageSetFacts extends Pick<ImageSetLayout, "ranges" | "count"> {
  readonly classNames?: readonly string[] | undefined;
  /** Display colors of the model's channels, as names or "#rrggbb". @default by the names of the channels */
  readonly channelColors?: readonly string[] | undefined;
}

/** Writes the images of a command. */
export interface ResultImages {
  /**
   * Write an image: to a file of its own, or to the set `images.npz` or `images.zarr`.
   *
   * @param stem - Name of the file without extension, relative to the output folder.
   * @param label - Class of an image of a set.
   * @returns Name for the record, such as "images/cell.tif", or "images.npz#3" for the fourth image of the set.
   */
  write(stem: string, image: ResultImage, format: OutputFormat, label?: number): Promise<string>;
  /** Complete the set with the images written so far. */
  finish(): Promise<void>;
}

/** Return the name of a file of an image; that of the set for the format of a set. */
export function resultFile(stem: string, format: OutputFormat): string {
  return isSetFormat(format) ? `images.${format}` : `${stem}${formatExtensions[format]}`;
}

export function resultImages(output: OutputFolder, facts: ImageSetFacts = {}): ResultImages {
  const { classNames, channelColors, ...layout } = facts;
  let set: ImageSetWriter | undefined;
  const labels: number[] = [];
  let count = 0;
  return {
    async write(stem, image, format, label) {
      const name = resultFile(stem, format);
      if (!isSetFormat(format)) {
        await output.write(name, await image.encode(format));
        return name;
      }
      set ??= await createImageSet(await output.place(name), {
        ...{ ...layout, ...layoutOf(image), format },
        // A gray image of a model for color images has no colors.
        ...(channelColors?.length === image.channels ? { channelColors } : {}),
      });
      await set.append(image);
      if (label !== undefined) labels.push(label);
      return `${name}#${count++}`;
    },
    async finish() {
      if (count === 0) await set?.abort();
      else await set?.finish(labels.length === count ? { labels, ...(classNames && { classNames }) } : {});
    },
  };
}

function layoutOf(image: CellImage): Omit<ImageSetLayout, "format"> {
  const { width, height, channels, data, channelNames, pixelSizeMicrometres } = image;
  return {
    ...{ width, height, channels, pixelType: pixelTypeOf(data) },
    ...(channelNames ? { channelNames } : {}),
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
  };
}
