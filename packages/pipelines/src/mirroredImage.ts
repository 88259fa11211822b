import { mirroredPlace } from "@cellgen/filters";
import type { UnitImage } from "./unitImage.ts";

/** An image in the middle of a larger one. */
export interface MirroredImage {
  readonly image: UnitImage;
  /** The values of the middle of an image of the larger one's size: a copy. */
  cut(values: ArrayLike<number>): Float32Array;
}

/**
 * An image mirrored at its edges, `c b a | a b c | c b a`, as often as it takes to be at least so high and so wide. Of what it lacks one half
 * is above and left of it, rounded down. The arrays are the caller's.
 */
export function mirroredImage(
  image: UnitImage,
  least: readonly [height: number, width: number],
): MirroredImage {
  const { values, channels } = image;
  const height = Math.max(image.height, least[0]);
  const width = Math.max(image.width, least[1]);
  const top = Math.floor((height - image.height) / 2);
  const left = Math.floor((width - image.width) / 2);
  const mirrored = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    const row = mirroredPlace(y - top, image.height) * image.width;
    for (let x = 0; x < width; x++) {
      const from = (row + mirroredPlace(x - left, image.width)) * channels;
      mirrored.set(values.subarray(from, from + channels), (y * width + x) * channels);
    }
  }
  return {
    image: { values: mirrored, height, width, channels },
    cut(larger) {
      const middle = new Float32Array(values.length);
      let to = 0;
      for (let y = 0; y < image.height; y++) {
        const from = ((top + y) * width + left) * channels;
        for (let i = 0; i < image.width * channels; i++) middle[to++] = larger[from + i]!;
      }
      return middle;
    },
  };
}
