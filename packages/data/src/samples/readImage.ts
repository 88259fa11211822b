import path from "node:path";
import { cropAndResize } from "../formats/raster/cropAndResize.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "../formats/raster/decodeFile.ts";
import { isRasterFormat } from "../formats/raster/rasterFormat.ts";
import { UnreadableImageError } from "../formats/unreadableImageError.ts";
import type { CellImage } from "../images/cellImage.ts";
import { type ImageSize, sizeOf } from "../images/imageSize.ts";
import { readSingleSample } from "./readSingleSample.ts";
import type { SamplePlace, SampleReader } from "./sampleReader.ts";
import type { SampleSelection } from "./sampleSelection.ts";

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

/** Side of the part of an image that is shown if it is too large to be decoded as a whole. */
const LARGE_IMAGE_PART = 2048;

/**
 * Read an image of a scanned folder, cropped centrally to a square and scaled; of an image of more than 100 million pixels, a part at the
 * center.
 *
 * @param size - Side in pixels.
 * @throws UnreadableImageError with the file's path and the reason.
 */
export async function readThumbnail(
  sample: SamplePlace & ImageSize,
  reader: SampleReader,
  size: number,
): Promise<CellImage> {
  const { width, height, format } = sample;
  if (isRasterFormat(format) || width * height <= DEFAULT_LIMIT_INPUT_PIXELS) {
    return await readSample(sample, reader, { size });
  }
  const part = { width: Math.min(width, LARGE_IMAGE_PART), height: Math.min(height, LARGE_IMAGE_PART) };
  const window = {
    ...part,
    left: Math.floor((width - part.width) / 2),
    top: Math.floor((height - part.height) / 2),
  };
  return await resized(
    sample.path,
    (await reader.read(sample, window)).reduced(),
    sizeOf("readThumbnail", size),
  );
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
