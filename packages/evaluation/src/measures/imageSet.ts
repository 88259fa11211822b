/** Images of one size in one array. */
export interface ImageSet {
  /** `[count, height, width, channels]`, row-major, in [-1, 1]. */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Class of each image, from 0; undefined without classes. */
  readonly labels?: Int32Array;
}

/** Return the number of values per image. */
export function imageLength({ height, width, channels }: Omit<ImageSet, "values" | "labels">): number {
  return height * width * channels;
}

/** Return the number of images of a checked set. */
export function imageCount(images: ImageSet): number {
  return images.values.length / imageLength(images);
}

/**
 * Check an image set.
 *
 * @returns Number of images.
 * @throws TypeError or RangeError with the name of `caller` and the argument.
 */
export function checkImages(caller: string, name: string, images: ImageSet, fewest = 1): number {
  const { values, height, width, channels, labels } = images;
  if (!(values instanceof Float32Array)) {
    throw new TypeError(`${caller}: ${name}.values must be a Float32Array in [-1, 1].`);
  }
  for (const [side, size] of Object.entries({ height, width, channels })) {
    if (Number.isInteger(size) && size >= 1) continue;
    throw new RangeError(`${caller}: ${name}.${side} must be a positive integer, got ${size}.`);
  }
  const count = imageCount(images);
  if (!Number.isInteger(count)) {
    throw new RangeError(
      `${caller}: ${name} must hold whole images of [${height},${width},${channels}], got ${values.length} values.`,
    );
  }
  if (count < fewest) {
    throw new RangeError(`${caller}: ${name} must have at least ${fewest} images, got ${count}.`);
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const image = Math.floor(wrong / imageLength(images));
    throw new RangeError(`${caller}: ${name} must hold numbers, got ${values[wrong]} in image ${image}.`);
  }
  if (labels !== undefined && labels.length !== count) {
    throw new RangeError(
      `${caller}: ${name}.labels must have one for each of ${count} images, got ${labels.length}.`,
    );
  }
  return count;
}

/** Check that two sets have the same image size. @throws RangeError with the name of `caller`. */
export function checkSameSize(caller: string, name: string, images: ImageSet, expected: ImageSet): void {
  const size = ({ height, width, channels }: ImageSet): string => `[${height},${width},${channels}]`;
  if (size(images) === size(expected)) return;
  throw new RangeError(`${caller}: ${name} must be images of ${size(expected)}, got ${size(images)}.`);
}

/** Check the labels of a set. @throws RangeError with the name of `caller` if they are missing or out of range. */
export function checkLabels(caller: string, name: string, images: ImageSet, classes: number): Int32Array {
  const { labels } = images;
  if (!labels) throw new RangeError(`${caller}: ${name} must have labels, got none.`);
  const wrong = labels.findIndex((label) => !(label >= 0 && label < classes));
  if (wrong >= 0) {
    throw new RangeError(
      `${caller}: ${name}.labels must lie in 0…${classes - 1}, got ${labels[wrong]} for image ${wrong}.`,
    );
  }
  return labels;
}

/** Copy selected images of a set, in the given order. */
export function selectImages(images: ImageSet, indices: ArrayLike<number>): ImageSet {
  const { height, width, channels, labels } = images;
  const length = imageLength(images);
  const values = new Float32Array(indices.length * length);
  for (let place = 0; place < indices.length; place++) {
    const start = indices[place]! * length;
    values.set(images.values.subarray(start, start + length), place * length);
  }
  const chosen = labels && Int32Array.from(indices, (index) => labels[index]!);
  return { values, height, width, channels, ...(chosen ? { labels: chosen } : {}) };
}

/** Concatenate two sets. Labels are kept if both have them. */
export function joinImages(first: ImageSet, second: ImageSet): ImageSet {
  const { height, width, channels } = first;
  const values = new Float32Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  const labels = first.labels && second.labels && Int32Array.from([...first.labels, ...second.labels]);
  return { values, height, width, channels, ...(labels ? { labels } : {}) };
}

/** Return the indices of the images of a class. */
export function imagesOfClass(labels: Int32Array, label: number): number[] {
  return Array.from(labels.keys()).filter((index) => labels[index] === label);
}
