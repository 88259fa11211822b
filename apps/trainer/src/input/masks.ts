import path from "node:path";
import { boxMask, type Mask, maskBounds, maskOfImage } from "@cellgen/data";
import { shownPath } from "../terminal/describe.ts";
import type { Io } from "../terminal/io.ts";
import { UsageError } from "../terminal/usageError.ts";
import { matchedFiles } from "./matchedFiles.ts";
import { type InputFile, readInputs } from "./readInputs.ts";
import { UnfitImageError } from "./unfitImageError.ts";

/** Gives the mask of an image, checked: of its size, neither empty nor full. */
export type MaskSource = (image: InputFile) => Promise<Mask>;

/**
 * The masks in a place: one file is the mask of all images; a folder has one for each, by the image's name.
 *
 * @param images - The folder's names are compared with theirs, whatever the extension.
 * @throws UsageError if there is no such place, or not one readable mask for each of the images. What it returns throws UsageError for a mask of another
 *   size than its image, an empty one and a full one, and UnreadableImageError.
 */
export async function maskFiles(
  place: string,
  images: readonly InputFile[],
  io: Io,
  signal?: AbortSignal,
): Promise<MaskSource> {
  const inputs = await readInputs("--mask", place, io, signal);
  const { files } = inputs;
  const isFile = files.length === 1 && path.resolve(place) === files[0]!.path;
  const masks = isFile
    ? new Map(images.map((image) => [image, files[0]!]))
    : matchedFiles({ flag: "--mask", place, noun: "mask" }, inputs, images);
  return async (image) => {
    const file = masks.get(image)!;
    const shown = shownPath(file.path);
    if (file.width !== image.width || file.height !== image.height) {
      throw new UsageError(
        `${shown} is ${file.width}x${file.height}, but its image ${shownPath(image.path)} is ${image.width}x${image.height}. Give a mask of the image's size.`,
      );
    }
    const mask = maskOfImage((await file.read()).reduced());
    if (maskBounds(mask) === undefined) {
      throw new UsageError(
        `${shown} fills nothing: none of its pixels is brighter than half of its range. Draw white where to fill.`,
      );
    }
    if (!mask.fill.includes(0)) {
      throw new UsageError(
        `${shown} fills all of ${shownPath(image.path)}: nothing would be known. Leave black what is to stay.`,
      );
    }
    return mask;
  };
}

/**
 * The same rectangle in every image.
 *
 * @param box - "X,Y,W,H".
 * @returns What throws UnfitImageError for an image that the rectangle reaches out of, or fills.
 */
export function maskBox(box: string): MaskSource {
  const [left, top, width, height] = box.split(",").map(Number) as [number, number, number, number];
  const window = { left, top, width, height };
  return async (image) => {
    const of = `${shownPath(image.path)}, which is ${image.width}x${image.height}`;
    if (left + width > image.width || top + height > image.height) {
      throw new UnfitImageError(
        `--box ${box} reaches out of ${of}. It is X,Y,W,H in pixels, with X + W at most the width.`,
      );
    }
    if (width === image.width && height === image.height) {
      throw new UnfitImageError(`--box ${box} fills all of ${of}: nothing would be known. Make it smaller.`);
    }
    return boxMask(image.width, image.height, window);
  };
}
