import { conv2d, groupNorm, linear, silu } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { layerOf, type Parameters } from "./parameters.ts";
import type { UnetConfig } from "./unetConfig.ts";
import type { ResnetPlan } from "./unetPlan.ts";

const same = { pads: [1, 1, 1, 1] } as const;

/**
 * A residual block that the timestep enters.
 *
 * `h = conv1(silu(norm1(x))) + proj(temb)`, `y = (shortcut(x) + conv2(dropout(silu(norm2(h)))))/scaleFactor`; with "scale_shift"
 * the projection is not added to h but split into a and b of `silu(norm2(h)·(1 + a) + b)`.
 *
 * @param activatedEmbedding - `silu(temb)`, `[batch, embeddingSize]`, computed once for all blocks.
 * @param dropoutMask - 0 or 1/(1 − p), of the block's output shape; undefined is no dropout.
 */
export function resnetBlock(
  { name, inChannels, outChannels }: ResnetPlan,
  config: UnetConfig,
  parameters: Parameters,
  x: tf.Tensor4D,
  activatedEmbedding: tf.Tensor2D,
  dropoutMask: tf.Tensor4D | undefined,
  scaleFactor: number,
): tf.Tensor4D {
  const conv = (image: tf.Tensor4D, part: string): tf.Tensor4D =>
    conv2d(image, ...layerOf<tf.Tensor4D>(parameters, `${name}.${part}`), same);
  const norm = (image: tf.Tensor4D, part: string, activated: boolean): tf.Tensor4D => {
    const options = { groups: config.normNumGroups, epsilon: config.normEps, silu: activated };
    return groupNorm(image, ...layerOf<tf.Tensor1D>(parameters, `${name}.${part}`), options);
  };

  const time = linear(activatedEmbedding, ...layerOf<tf.Tensor2D>(parameters, `${name}.time_emb_proj`));
  const perChannel = (values: tf.Tensor): tf.Tensor4D => tf.reshape(values, [x.shape[0], 1, 1, outChannels]);
  let hidden = conv(norm(x, "norm1", true), "conv1");
  if (config.resnetTimeScaleShift === "scale_shift") {
    const [scale, shift] = tf.split(time, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const scaled = tf.mul(norm(hidden, "norm2", false), tf.add(perChannel(scale), 1));
    hidden = silu(tf.add(scaled, perChannel(shift)));
  } else {
    hidden = norm(tf.add(hidden, perChannel(time)), "norm2", true);
  }
  if (dropoutMask) hidden = tf.mul(hidden, dropoutMask);
  hidden = conv(hidden, "conv2");
  const shortcut =
    inChannels === outChannels ? x : conv2d(x, ...layerOf<tf.Tensor4D>(parameters, `${name}.conv_shortcut`));
  const sum = tf.add(shortcut, hidden) as tf.Tensor4D;
  return scaleFactor === 1 ? sum : tf.div(sum, scaleFactor);
}
