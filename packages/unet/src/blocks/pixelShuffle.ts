import * as tf from "@tensorflow/tfjs-core";

/**
 * Fold squares of pixels into channels, in the channel order of PyTorch's `pixel_unshuffle`.
 *
 * `y[b, i, j, c·r² + dy·r + dx] = x[b, i·r + dy, j·r + dx, c]` with r = `factor`
 *
 * @param x - `[batch, height, width, channels]`, with sides that are multiples of `factor`.
 * @returns `[batch, height / factor, width / factor, channels · factor²]`; `x` itself if `factor` is 1.
 * @see Shi et al. 2016, arXiv:1609.05158, whose operation it inverts.
 */
export function pixelUnshuffle(x: tf.Tensor4D, factor: number): tf.Tensor4D {
  if (factor === 1) return x;
  const [batch, height, width, channels] = x.shape;
  const [rows, columns] = [height / factor, width / factor];
  const squares = tf.reshape(x, [batch, rows, factor, columns, factor, channels]);
  return tf.reshape(tf.transpose(squares, [0, 1, 3, 5, 2, 4]), [
    batch,
    rows,
    columns,
    channels * factor ** 2,
  ]);
}

/**
 * Unfold channels into squares of pixels: the inverse of {@link pixelUnshuffle}, PyTorch's `pixel_shuffle`.
 *
 * @param y - `[batch, rows, columns, channels · factor²]`.
 * @returns `[batch, rows · factor, columns · factor, channels]`; `y` itself if `factor` is 1.
 * @see Shi et al. 2016, arXiv:1609.05158, Eq. 4.
 */
export function pixelShuffle(y: tf.Tensor4D, factor: number): tf.Tensor4D {
  if (factor === 1) return y;
  const [batch, rows, columns, folded] = y.shape;
  const channels = folded / factor ** 2;
  const squares = tf.reshape(y, [batch, rows, columns, channels, factor, factor]);
  return tf.reshape(tf.transpose(squares, [0, 1, 4, 2, 5, 3]), [
    batch,
    rows * factor,
    columns * factor,
    channels,
  ]);
}
