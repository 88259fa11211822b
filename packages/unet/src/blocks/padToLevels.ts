import * as tf from "@tensorflow/tfjs-core";

/**
 * Pad images by reflection at the bottom and the right, so that each level can halve them.
 *
 * @param x - `[batch, height, width, channels]`, with sides of at least `divisor`.
 * @returns `[batch, ⌈height / divisor⌉ divisor, ⌈width / divisor⌉ divisor, channels]`; `x` itself if nothing is missing.
 */
export function padToLevels(x: tf.Tensor4D, divisor: number): tf.Tensor4D {
  return reflectEnd(reflectEnd(x, 1, divisor), 2, divisor);
}

/** Return the side of a padded image. */
export function paddedSide(side: number, divisor: number): number {
  return Math.ceil(side / divisor) * divisor;
}

/** Crop a network's output to the size of the images. */
export function cropToSize(x: tf.Tensor4D, height: number, width: number): tf.Tensor4D {
  return x.shape[1] === height && x.shape[2] === width
    ? x
    : tf.slice(x, [0, 0, 0, 0], [-1, height, width, -1]);
}

/** Append the reflection of the last positions before the edge, without the edge itself. */
function reflectEnd(x: tf.Tensor4D, axis: 1 | 2, divisor: number): tf.Tensor4D {
  const side = x.shape[axis]!;
  const missing = paddedSide(side, divisor) - side;
  if (missing === 0) return x;
  const begin = [0, 0, 0, 0];
  const size = [-1, -1, -1, -1];
  begin[axis] = side - 1 - missing;
  size[axis] = missing;
  return tf.concat([x, tf.reverse(tf.slice(x, begin, size), axis)], axis) as tf.Tensor4D;
}
