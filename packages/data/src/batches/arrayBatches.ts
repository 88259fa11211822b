import { bitDepthOf, type CellImage, checkCellImage } from "../images/cellImage.ts";
import { toUnitRange, type ValueRange } from "../images/valueRange.ts";
import type { BatchSource } from "./batchSource.ts";
import { type BatchOptions, shuffledBatches } from "./shuffledBatches.ts";

/** Images of one size in memory. */
export interface ImageArray {
  /** `[count, height, width, channels]`: a Float32Array in [-1, 1], or pixel values, which `valueRange` maps to [-1, 1]. */
  readonly data: Float32Array | Uint8Array | Uint16Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** The class of each image, 0…classes.length-1. */
  readonly labels?: ArrayLike<number>;
  /** Class names. */
  readonly classes?: readonly string[];
}

export interface ArrayBatchOptions extends BatchOptions {
  /** Pixel values that map to -1 and 1. Ignored for a Float32Array. @default [0, 255], or [0, 65535] for 16 bits */
  readonly valueRange?: ValueRange;
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
  const range = options.valueRange ?? (data instanceof Uint16Array ? [0, 65535] : [0, 255]);
  const values = data instanceof Float32Array ? data : toUnitRange({ data }, range);
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

/**
 * Stack images of one size, bit depth and number of channels into one array.
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
  const depth = bitDepthOf(first);
  const data =
    depth === 16 ? new Uint16Array(images.length * length) : new Uint8Array(images.length * length);
  images.forEach((image, index) => {
    checkCellImage("stackImages", image);
    const same = image.width === width && image.height === height && image.channels === channels;
    if (!same || bitDepthOf(image) !== depth) {
      throw new RangeError(
        `stackImages: image ${index} must be ${width}x${height}x${channels} of ${depth} bits like the first, ` +
          `got ${image.width}x${image.height}x${image.channels} of ${bitDepthOf(image)} bits. Convert them to one size and depth first.`,
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
