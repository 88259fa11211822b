import { conv2d, groupNorm, silu, upsample2x } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { attentionBlock } from "./attentionBlock.ts";
import { classEmbedding, timeEmbedding } from "./conditionEmbedding.ts";
import { layerOf, type Parameters } from "./parameters.ts";
import { resnetBlock } from "./resnetBlock.ts";
import type { UnetConfig } from "./unetConfig.ts";
import type { BlockPlan, UnetPlan } from "./unetPlan.ts";

/** What the output depends on besides x_t and t. */
export interface UnetCondition {
  /**
   * int32 `[batch]`: rows of the class table, 0…numClassEmbeds-1 (any other number stands for an embedding of zeros). With `classEmbedType` "timestep" times, `[batch]`; with "identity" embeddings,
   * `[batch, embeddingSize]`.
   */
  readonly classLabels?: tf.Tensor1D | tf.Tensor2D;
  /** For each name of `dropoutShapes` a mask of 0 and 1/(1 − p); none is no dropout. */
  readonly dropoutMasks?: Readonly<Record<string, tf.Tensor4D>>;
}

/** Told of a module's output under Hugging Face's module name. */
export type ActivationListener = (module: string, output: tf.Tensor) => void;

/**
 * The forward pass. Everything has been checked.
 *
 * @param onActivation - For tests, which compare the modules' outputs one by one; the package passes none.
 */
export function forward(
  config: UnetConfig,
  plan: UnetPlan,
  parameters: Parameters,
  xt: tf.Tensor4D,
  t: tf.Tensor1D,
  condition: UnetCondition,
  onActivation: ActivationListener = () => {},
): tf.Tensor4D {
  const { dropoutMasks = {} } = condition;
  const same = { pads: [1, 1, 1, 1] } as const;
  const convolve = (x: tf.Tensor4D, name: string): tf.Tensor4D =>
    conv2d(x, ...layerOf<tf.Tensor4D>(parameters, name), same);

  const time = timeEmbedding(config, parameters, t);
  onActivation("time_embedding", time);
  const label = classEmbedding(config, parameters, condition.classLabels);
  // Every residual block takes the activated embedding: once is enough.
  const embedding = silu(label ? (tf.add(time, label) as tf.Tensor2D) : time);

  /** Layer j of a block: its residual block, then its attention if it has one. */
  const layer = (block: BlockPlan, j: number, x: tf.Tensor4D, scaleFactor: number): tf.Tensor4D => {
    const resnet = block.resnets[j]!;
    const mask = dropoutMasks[resnet.name];
    const hidden = resnetBlock(resnet, config, parameters, x, embedding, mask, scaleFactor);
    const attention = block.attentions[j];
    return attention ? attentionBlock(attention, config, parameters, hidden, scaleFactor) : hidden;
  };

  const centred = config.centerInputSample ? (tf.sub(tf.mul(xt, 2), 1) as tf.Tensor4D) : xt;
  let hidden = convolve(centred, "conv_in");
  onActivation("conv_in", hidden);

  const skips = [hidden];
  const pads = config.downsamplePadding === 1 ? ([1, 1, 1, 1] as const) : ([0, 0, 1, 1] as const);
  for (const block of plan.downBlocks) {
    for (const j of block.resnets.keys()) {
      hidden = layer(block, j, hidden, 1);
      skips.push(hidden);
    }
    if (block.resampler) {
      const filter = layerOf<tf.Tensor4D>(parameters, block.resampler.name);
      hidden = conv2d(hidden, ...filter, { strides: 2, pads });
      skips.push(hidden);
    }
    onActivation(block.name, hidden);
  }

  if (plan.midBlock) {
    for (const j of plan.midBlock.resnets.keys()) {
      hidden = layer(plan.midBlock, j, hidden, config.midBlockScaleFactor);
    }
    onActivation(plan.midBlock.name, hidden);
  }

  for (const block of plan.upBlocks) {
    for (const j of block.resnets.keys()) {
      hidden = layer(block, j, tf.concat([hidden, skips.pop()!], 3), 1);
    }
    if (block.resampler) hidden = convolve(upsample2x(hidden), block.resampler.name);
    onActivation(block.name, hidden);
  }

  const options = { groups: config.normNumGroups, epsilon: config.normEps, silu: true };
  const normed = groupNorm(hidden, ...layerOf<tf.Tensor1D>(parameters, "conv_norm_out"), options);
  const output = convolve(normed, "conv_out");
  onActivation("conv_out", output);
  return output;
}
