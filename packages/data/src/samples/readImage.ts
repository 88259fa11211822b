import path from "node:path";
import { cropAndResize } from "../formats/raster/cropAndResize.ts";
import { UnreadableImageError } from "../formats/unreadableImageError.ts";
import type { CellImage } from "../images/cellImage.ts";
import { type ImageSize, sizeOf } from "../images/imageSize.ts";
import { isReadInParts, readMosaic } from "./partialImages.ts";
import { readSingleSample } from "./readSingleSample.ts";
import type { SamplePlace, SampleReader } from "./sampleReader.ts";
import type { SampleSelection } from "./selection/sampleSelection.ts";

/** Options of `readImage`. */
export interface ReadImageOptions extends SampleSelection {
  /** Crop centrally to the aspect ratio of this size, or to a square of this side, and scale. @default original size */
  readonly size?: number | ImageSize;
  /** @default 100 million */
  readonly limitInputPixels?: number;
}

/**
 * Read an image file in its stored pixel type.
 *
 * The camera's orientation is applied, transparent pixels are composited over black, and RGB with three equal channels becomes gray. Of a
 * stack, the maximum projection is read unless `z` selects a focal plane; of several time points or images, the first, unless `time` selects
 * another.
 *
 * @throws UnreadableImageError with the file's path and the reason.
 */
export async function readImage(file: string, options: ReadImageOptions = {}): Promise<CellImage> {
  const size = options.size === undefined ? undefined : sizeOf("readImage", options.size);
  const decoded = await readSingleSample("readImage", file, options, options.limitInputPixels);
  return await resized(file, decoded.reduced(), size);
}

/**
 * Read an image of a scanned folder, like {@link readImage}.
 *
 * @param reader - Keeps files of several images open between reads. The caller closes it.
 * @throws UnreadableImageError with the file's path and the reason.
 */
export async function readSample(
  sample: SamplePlace,
  reader: SampleReader,
  options: Pick<ReadImageOptions, "size"> = {},
): Promise<CellImage> {
  const size = options.size === undefined ? undefined : sizeOf("readSample", options.size);
  return await resized(sample.path, (await reader.read(sample)).reduced(), size);
}

/**
 * Read an image of a scanned folder for a picture or for statistics: like {@link readSample}, but of an image of more than 16 million pixels
 * in a format of which parts can be read, 64 evenly spaced windows side by side.
 *
 * @throws UnreadableImageError with the file's path and the reason.
 */
export async function readOverview(
  sample: SamplePlace & ImageSize,
  reader: SampleReader,
  options: Pick<ReadImageOptions, "size"> = {},
): Promise<CellImage> {
  if (!isReadInParts(sample)) return await readSample(sample, reader, options);
  const size = options.size === undefined ? undefined : sizeOf("readOverview", options.size);
  const mosaic = await readMosaic(sample, async (window) => (await reader.read(sample, window)).reduced());
  return await resized(sample.path, mosaic, size);
}

async function resized(file: string, image: CellImage, size: ImageSize | undefined): Promise<CellImage> {
  if (size === undefined) return image;
  try {
    return await cropAndResize(image, size);
  } catch (error) {
    throw new UnreadableImageError(
      path.resolve(file),
      { reason: `it cannot be scaled to ${size.width}x${size.height}`, remedy: "Choose another size." },
      { cause: error },
    );
  }
}
