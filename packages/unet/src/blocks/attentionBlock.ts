import { attention } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "../parameters/parameters.ts";
import type { AttentionPlan } from "../plan/attentionPlan.ts";
import { normalize, project } from "./applyLayer.ts";
import type { LinearLayer } from "./layers.ts";

/**
 * Apply multi-head self-attention over all pixels of an image, with a residual connection.
 *
 * `y = (x + out(softmax(q·kᵀ/√headDim)·v))/scaleFactor` with q, k, v linear maps of norm(x), for each head.
 */
export function attentionBlock(
  { heads, headDim, norm, query, key, value, out }: AttentionPlan,
  parameters: Parameters,
  x: tf.Tensor4D,
  scaleFactor: number,
): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const places = height * width;
  const normed = norm ? normalize(parameters, norm, x) : x;
  const rows = tf.reshape(normed, [batch * places, channels]) as tf.Tensor2D;
  /** [batch·places, channels] to [batch·heads, places, headDim]. */
  const perHead = (layer: LinearLayer): tf.Tensor3D => {
    const projected = project(parameters, layer, rows);
    if (heads === 1) return tf.reshape(projected, [batch, places, headDim]);
    const apart = tf.transpose(tf.reshape(projected, [batch, places, heads, headDim]), [0, 2, 1, 3]);
    return tf.reshape(apart, [batch * heads, places, headDim]);
  };
  const mixed = attention(perHead(query), perHead(key), perHead(value), 1 / Math.sqrt(headDim));
  const together =
    heads === 1 ? mixed : tf.transpose(tf.reshape(mixed, [batch, heads, places, headDim]), [0, 2, 1, 3]);
  const flat = tf.reshape(together, [batch * places, heads * headDim]) as tf.Tensor2D;
  const sum = tf.add(x, tf.reshape(project(parameters, out, flat), x.shape)) as tf.Tensor4D;
  return scaleFactor === 1 ? sum : tf.div(sum, scaleFactor);
}
