import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";
import { kernelNames } from "./kernels.ts";
import { runKernel } from "./runKernel.ts";

/**
 * Apply the sigmoid linear unit (SiLU, also called swish).
 *
 * `silu(x) = x·σ(x)` with the sigmoid σ; the gradient is `dx = dy·σ(x)·(1 + x·(1 − σ(x)))`.
 *
 * @param x - float32, of any shape.
 * @returns A tensor of `x`'s shape. Dispose of it after use.
 * @throws TypeError if `x` is not float32.
 * @see Ramachandran et al. 2017, arXiv:1710.05941.
 */
export function silu<T extends tf.Tensor>(x: T): T {
  if (x.dtype !== "float32") {
    throw new TypeError(`silu: x must be float32, got ${x.dtype}. Convert it with tf.cast.`);
  }
  return differentiable([x], () => {
    const [value] = runKernel(kernelNames.silu, { x }, {}, () => [composedSilu(x)]);
    const gradient = (dy: tf.Tensor, [savedX]: [tf.Tensor]) =>
      runKernel(kernelNames.siluGradient, { x: savedX, dy }, {}, () => [composedSiluGradient(savedX, dy)]);
    return { value: value as T, saved: [x] as [tf.Tensor], gradient };
  });
}

/** SiLU composed of tfjs operations. */
export function composedSilu<T extends tf.Tensor>(x: T): T {
  return tf.mul(x, tf.sigmoid(x));
}

/** Gradient of SiLU composed of tfjs operations. */
export function composedSiluGradient<T extends tf.Tensor>(x: T, dy: T): T {
  const sigmoid = tf.sigmoid(x);
  return tf.mul(dy, tf.mul(sigmoid, tf.add(tf.mul(x, tf.sub(1, sigmoid)), 1)));
}
