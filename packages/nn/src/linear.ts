import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkTensor.ts";

/**
 * An affine map of the last dimension: `y = x·weight + bias`. Its gradient is tfjs's own.
 *
 * @param x - `[…, in]`, with two dimensions or more.
 * @param weight - `[in, out]`: the transpose of PyTorch's.
 * @param bias - `[out]`.
 * @returns `[…, out]`. The caller disposes it.
 * @throws RangeError if the shapes do not fit; TypeError if a tensor is not float32.
 */
export function linear<T extends tf.Tensor>(x: T, weight: tf.Tensor2D, bias: tf.Tensor1D): T {
  if (x.shape.length < 2) {
    throw new RangeError(`linear: x must have two dimensions or more, got shape [${x.shape}].`);
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
