import { attention, groupNorm, linear } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { layerOf, type Parameters } from "./parameters.ts";
import type { UnetConfig } from "./unetConfig.ts";
import type { AttentionPlan } from "./unetPlan.ts";

/**
 * Self-attention between all places of an image, added to it.
 *
 * `y = (x + out(softmax(q·kᵀ/√headDim)·v))/scaleFactor` with q, k, v linear maps of norm(x), a head at a time.
 */
export function attentionBlock(
  { name, heads, headDim, groups }: AttentionPlan,
  config: UnetConfig,
  parameters: Parameters,
  x: tf.Tensor4D,
  scaleFactor: number,
): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const places = height * width;
  const normed =
    groups === null
      ? x
      : groupNorm(x, ...layerOf<tf.Tensor1D>(parameters, `${name}.group_norm`), {
          groups,
          epsilon: config.normEps,
        });
  const rows = tf.reshape(normed, [batch * places, channels]) as tf.Tensor2D;
  /** [batch·places, channels] to [batch·heads, places, headDim]. */
  const project = (part: string): tf.Tensor3D => {
    const projected = linear(rows, ...layerOf<tf.Tensor2D>(parameters, `${name}.${part}`));
    if (heads === 1) return tf.reshape(projected, [batch, places, headDim]);
    const apart = tf.transpose(tf.reshape(projected, [batch, places, heads, headDim]), [0, 2, 1, 3]);
    return tf.reshape(apart, [batch * heads, places, headDim]);
  };
  const mixed = attention(project("to_q"), project("to_k"), project("to_v"), 1 / Math.sqrt(headDim));
  const together =
    heads === 1 ? mixed : tf.transpose(tf.reshape(mixed, [batch, heads, places, headDim]), [0, 2, 1, 3]);
  const flat = tf.reshape(together, [batch * places, heads * headDim]) as tf.Tensor2D;
  const out = linear(flat, ...layerOf<tf.Tensor2D>(parameters, `${name}.to_out.0`));
  const sum = tf.add(x, tf.reshape(out, x.shape)) as tf.Tensor4D;
  return scaleFactor === 1 ? sum : tf.div(sum, scaleFactor);
}
