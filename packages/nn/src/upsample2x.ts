import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkTensor.ts";
import { differentiable } from "./differentiable.ts";
import { kernelNames } from "./kernels.ts";
import { runKernel } from "./runKernel.ts";

/**
 * Double height and width by repeating each pixel (nearest neighbor).
 *
 * `y[n, i, j, c] = x[n, ⌊i/2⌋, ⌊j/2⌋, c]`
 *
 * @param x - `[batch, height, width, channels]`.
 * @returns `[batch, 2·height, 2·width, channels]`. Dispose of it after use.
 * @throws RangeError if `x` is not four-dimensional; TypeError if it is not float32.
 */
export function upsample2x(x: tf.Tensor4D): tf.Tensor4D {
  checkTensor("upsample2x: x", x, [-1, -1, -1, -1]);
  const [n, h, w, c] = x.shape;
  return differentiable([x], () => {
    const [value] = runKernel(kernelNames.upsample2x, { x }, {}, () => {
      const columns = tf.tile(tf.reshape(x, [n * h, w, 1, c]), [1, 1, 2, 1]);
      const rows = tf.tile(tf.reshape(columns, [n * h, 1, 2 * w * c]), [1, 2, 1]);
      return [tf.reshape(rows, [n, 2 * h, 2 * w, c])];
    });
    // The gradient of a pixel is the sum over its four copies.
    const gradient = (dy: tf.Tensor4D) =>
      runKernel(kernelNames.upsample2xGradient, { dy }, {}, () => {
        const rows = tf.sum(tf.reshape(dy, [n * h, 2, 2 * w * c]), 1);
        return [tf.reshape(tf.sum(tf.reshape(rows, [n * h * w, 2, c]), 1), [n, h, w, c])];
      });
    return { value: value as tf.Tensor4D, saved: [], gradient };
  });
}
