import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkTensor.ts";

/**
 * Apply an affine map to the last dimension: `y = x·weight + bias`. The gradient is that of tfjs.
 *
 * @param x - `[…, in]`, with at least two dimensions.
 * @param weight - `[in, out]`, the transpose of PyTorch's weight.
 * @param bias - `[out]`.
 * @returns `[…, out]`. Dispose of it after use.
 * @throws RangeError if the shapes do not match; TypeError if a tensor is not float32.
 */
export function linear<T extends tf.Tensor>(x: T, weight: tf.Tensor2D, bias: tf.Tensor1D): T {
  if (x.shape.length < 2) {
    throw new RangeError(`linear: x must have at least two dimensions, got shape [${x.shape}].`);
  }
  const outer = x.shape.slice(0, -1);
  const size = x.shape.at(-1)!;
  checkTensor("linear: x", x, [...outer, size]);
  checkTensor("linear: weight", weight, [size, -1]);
  checkTensor("linear: bias", bias, [weight.shape[1]]);
  return tf.tidy(() => {
    const rows = x.shape.length === 2 ? x : tf.reshape(x, [-1, size]);
    const y = tf.add(tf.matMul(rows, weight), bias);
    return (x.shape.length === 2 ? y : tf.reshape(y, [...outer, weight.shape[1]])) as T;
  });
}
