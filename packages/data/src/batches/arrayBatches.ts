import type { PixelArray } from "@cellgen/filters";
import { type CellImage, checkCellImage } from "../images/cellImage.ts";
import { newPixels, pixelTypeOf } from "../images/pixelType.ts";
import { toUnitRange, type ValueRange } from "../images/valueRange.ts";
import { measureRanges } from "../ranges/setRange.ts";
import type { BatchSource } from "./batchSource.ts";
import { type BatchOptions, shuffledBatches } from "./shuffledBatches.ts";

/** Images of one size in memory. */
export interface ImageArray {
  /** `[count, height, width, channels]`: pixel values, or model values in [-1, 1] in a Float32Array if no `range` is given. */
  readonly data: PixelArray;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** The class of each image, 0…classes.length-1. */
  readonly labels?: ArrayLike<number>;
  /** Class names. */
  readonly classes?: readonly string[];
}

/** Options of `arrayBatches`. */
export interface ArrayBatchOptions extends BatchOptions {
  /**
   * Pixel values that map to -1 and 1, or one such pair for each channel. @default none for a Float32Array, [0, 255] for a Uint8Array, [0, 65535]
   * for a Uint16Array, and the 0.1 and 99.9 percentiles of each channel for other types
   */
  readonly range?: ValueRange | readonly ValueRange[];
}

/**
 * Create batches from images in memory.
 *
 * @throws RangeError if `data` does not hold a whole number of images, a label is missing or out of range, or an option is invalid.
 */
export function arrayBatches(images: ImageArray, options: ArrayBatchOptions): BatchSource {
  const { data, height, width, channels, labels, classes = [] } = images;
  const length = height * width * channels;
  const count = data.length / length;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `arrayBatches: data must hold whole images of [${height},${width},${channels}] (${length} values), got ${data.length} values.`,
    );
  }
  checkLabels(labels, classes, count);
  const range = options.range ?? defaultRange(images, count);
  const values = range ? toUnitRange({ data }, range) : (data as Float32Array);
  return shuffledBatches(
    "arrayBatches",
    {
      count,
      height,
      width,
      channels,
      classes,
      label: (index) => labels?.[index] ?? 0,
      load: (index) => ({ index, values: values.subarray(index * length, (index + 1) * length) }),
    },
    options,
  );
}

function defaultRange(
  { data, height, width, channels }: ImageArray,
  count: number,
): ArrayBatchOptions["range"] | undefined {
  if (data instanceof Float32Array) return undefined;
  if (data instanceof Uint8Array) return [0, 255];
  if (data instanceof Uint16Array) return [0, 65535];
  return measureRanges([{ width, height: height * count, channels, data }])[0]!.ranges;
}

/**
 * Stack images of one size, pixel type and number of channels into one array.
 *
 * @throws RangeError if `images` is empty, or an image differs from the first.
 */
export function stackImages(
  images: readonly CellImage[],
  labels?: ArrayLike<number>,
  classes?: readonly string[],
): ImageArray {
  const [first] = images;
  if (!first) throw new RangeError("stackImages: images must not be empty. Give at least one image.");
  const { height, width, channels } = first;
  const length = height * width * channels;
  const type = pixelTypeOf(first.data);
  const data = newPixels(type, images.length * length);
  images.forEach((image, index) => {
    checkCellImage("stackImages", image);
    const same = image.width === width && image.height === height && image.channels === channels;
    const imageType = pixelTypeOf(image.data);
    if (!same || imageType !== type) {
      throw new RangeError(
        `stackImages: image ${index} must be ${width}x${height}x${channels} of ${type} like the first, ` +
          `got ${image.width}x${image.height}x${image.channels} of ${imageType}. Convert them to one size and type first.`,
      );
    }
    data.set(image.data, index * length);
  });
  return { data, height, width, channels, ...(labels && { labels }), ...(classes && { classes }) };
}

function checkLabels(labels: ArrayLike<number> | undefined, classes: readonly string[], count: number): void {
  if (!labels) {
    if (classes.length > 0)
      throw new RangeError("arrayBatches: labels must be given with classes. Give both, or neither.");
    return;
  }
  if (labels.length !== count) {
    throw new RangeError(
      `arrayBatches: labels must have one for each of ${count} images, got ${labels.length}.`,
    );
  }
  for (let index = 0; index < count; index++) {
    const label = labels[index]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes.length) {
      throw new RangeError(
        `arrayBatches: labels must be integers from 0 to ${classes.length - 1} (one of the ${classes.length} classes), got ${label} for image ${index}.`,
      );
    }
  }
}
