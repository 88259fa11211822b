import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkTensor.ts";
import { differentiable } from "./differentiable.ts";
import { kernelNames } from "./kernels.ts";
import { runKernel } from "./runKernel.ts";

/**
 * Compute scaled dot-product attention.
 *
 * `y = softmax(scale · query·keyᵀ) · value`, the softmax over the sources. With P the softmax and dP = dy·valueᵀ, the gradient is
 * `dS = scale · P∘(dP − Σ dP∘P)`, `dquery = dS·key`, `dkey = dSᵀ·query`, `dvalue = Pᵀ·dy`.
 *
 * @param query - `[batch·heads, places, size]`.
 * @param key - `[batch·heads, sources, size]`.
 * @param value - `[batch·heads, sources, size]`.
 * @param scale - Usually 1/√size.
 * @returns `[batch·heads, places, size]`. Dispose of it after use.
 * @throws RangeError if the shapes do not match or `scale` is not finite; TypeError if a tensor is not float32.
 * @see Vaswani et al. 2017, arXiv:1706.03762, Eq. 1.
 */
export function attention(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  scale: number,
): tf.Tensor3D {
  checkTensor("attention: query", query, [-1, -1, -1]);
  checkTensor("attention: key", key, [query.shape[0], -1, query.shape[2]]);
  checkTensor("attention: value", value, key.shape);
  if (!Number.isFinite(scale)) throw new RangeError(`attention: scale must be finite, got ${scale}.`);
  const attributes = { scale };
  return differentiable([query, key, value], () => {
    const [y, probabilities] = runKernel(kernelNames.attention, { query, key, value }, attributes, () => {
      const weights = tf.softmax(tf.mul(tf.matMul(query, key, false, true), scale));
      return [tf.matMul(weights, value), weights];
    }) as [tf.Tensor3D, tf.Tensor3D];
    const gradient = (dy: tf.Tensor3D, [q, k, v, p]: tf.Tensor3D[]) =>
      attentionGradient(q!, k!, v!, p!, dy, scale);
    return { value: y, saved: [query, key, value, probabilities], gradient };
  });
}

function attentionGradient(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  probabilities: tf.Tensor3D,
  dy: tf.Tensor3D,
  scale: number,
): tf.Tensor[] {
  const inputs = { query, key, value, probabilities, dy };
  return runKernel(kernelNames.attentionGradient, inputs, { scale }, () => {
    const dp = tf.matMul(dy, value, false, true);
    const centred = tf.sub(dp, tf.sum(tf.mul(dp, probabilities), 2, true));
    const dscores = tf.mul(tf.mul(probabilities, centred), scale) as tf.Tensor3D;
    return [
      tf.matMul(dscores, key),
      tf.matMul(dscores, query, true, false),
      tf.matMul(probabilities, dy, true, false),
    ];
  });
}
