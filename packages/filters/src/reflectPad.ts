import { type FilterImage, type PixelValues, sameKind } from "./filterImage.ts";
import { reflectIndex } from "./reflectIndex.ts";

/** An image padded on all sides. */
export interface ReflectPadded<Values extends PixelValues = PixelValues> {
  readonly image: FilterImage<Values>;
  /** Crop an image of the padded size to the original size. Returns a new array. */
  crop(values: ArrayLike<number>): Values;
}

/**
 * Pad an image to a minimum size by reflection at its edges, `c b a | a b c | c b a`.
 *
 * The reflection repeats if the padding is longer than the image. Half of the padding, rounded down, is above and to the left.
 *
 * @param size - Minimum side length. Longer sides are not padded.
 * @returns The padded image and a function that crops it back. New arrays.
 */
export function reflectPad<Values extends PixelValues>(
  image: FilterImage<Values>,
  size: readonly [height: number, width: number],
): ReflectPadded<Values> {
  const { values, channels } = image;
  const height = Math.max(image.height, size[0]);
  const width = Math.max(image.width, size[1]);
  const top = Math.floor((height - image.height) / 2);
  const left = Math.floor((width - image.width) / 2);
  const padded = sameKind(values, height * width * channels);
  for (let y = 0; y < height; y++) {
    const row = reflectIndex(y - top, image.height) * image.width;
    for (let x = 0; x < width; x++) {
      const from = (row + reflectIndex(x - left, image.width)) * channels;
      padded.set(values.subarray(from, from + channels), (y * width + x) * channels);
    }
  }
  return {
    image: { values: padded, height, width, channels },
    crop(larger) {
      const middle = sameKind(values, values.length);
      let to = 0;
      for (let y = 0; y < image.height; y++) {
        const from = ((top + y) * width + left) * channels;
        for (let i = 0; i < image.width * channels; i++) middle[to++] = larger[from + i]!;
      }
      return middle;
    },
  };
}
