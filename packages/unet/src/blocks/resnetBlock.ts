import { silu } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "../parameters/parameters.ts";
import type { ResnetPlan } from "../plan/resnetPlan.ts";
import { convolve, normalize, project } from "./applyLayer.ts";

/**
 * Apply a residual block conditioned on the timestep.
 *
 * `h = conv1(silu(norm1(x))) + proj(temb)`, `y = (shortcut(x) + conv2(dropout(silu(norm2(h)))))/scaleFactor`. If the plan has `scaleShift`,
 * the projection is not added to h but split into a and b of `silu(norm2(h)·(1 + a) + b)`.
 *
 * @param activatedEmbedding - `silu(temb)`, `[batch, embeddingSize]`, computed once for all blocks.
 * @param dropoutMask - 0 or 1/(1 − p), of the block's output shape. No dropout if undefined.
 */
export function resnetBlock(
  { outChannels, norm1, conv1, timeProjection, scaleShift, norm2, conv2, shortcut }: ResnetPlan,
  parameters: Parameters,
  x: tf.Tensor4D,
  activatedEmbedding: tf.Tensor2D,
  dropoutMask: tf.Tensor4D | undefined,
  scaleFactor: number,
): tf.Tensor4D {
  const time = project(parameters, timeProjection, activatedEmbedding);
  const perChannel = (values: tf.Tensor): tf.Tensor4D => tf.reshape(values, [x.shape[0], 1, 1, outChannels]);
  let hidden = convolve(parameters, conv1, normalize(parameters, norm1, x, { silu: true }));
  if (scaleShift) {
    const [scale, shift] = tf.split(time, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const scaled = tf.mul(normalize(parameters, norm2, hidden), tf.add(perChannel(scale), 1));
    hidden = silu(tf.add(scaled, perChannel(shift)));
  } else {
    hidden = normalize(parameters, norm2, tf.add(hidden, perChannel(time)), { silu: true });
  }
  if (dropoutMask) hidden = tf.mul(hidden, dropoutMask);
  hidden = convolve(parameters, conv2, hidden);
  const sum = tf.add(shortcut ? convolve(parameters, shortcut, x) : x, hidden) as tf.Tensor4D;
  return scaleFactor === 1 ? sum : tf.div(sum, scaleFactor);
}
