import { silu, upsample2x } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import type { UnetConfig } from "../config/unetConfigFields.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { BlockPlan } from "../plan/blockPlan.ts";
import type { UnetPlan } from "../plan/unetPlan.ts";
import { convolve, normalize } from "./applyLayer.ts";
import { attentionBlock } from "./attentionBlock.ts";
import { classEmbedding, timeEmbedding } from "./conditionEmbedding.ts";
import { resnetBlock } from "./resnetBlock.ts";

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
  const time = timeEmbedding(config, plan, parameters, t);
  onActivation("time_embedding", time);
  const label = classEmbedding(config, plan, parameters, condition.classLabels);
  // Every residual block takes the activated embedding: once is enough.
  const embedding = silu(label ? (tf.add(time, label) as tf.Tensor2D) : time);

  /** Layer j of a block: its residual block, then its attention if it has one. */
  const layer = ({ resnets, attentions, scaleFactor }: BlockPlan, j: number, x: tf.Tensor4D): tf.Tensor4D => {
    const resnet = resnets[j]!;
    const hidden = resnetBlock(resnet, parameters, x, embedding, dropoutMasks[resnet.name], scaleFactor);
    const attention = attentions[j];
    return attention ? attentionBlock(attention, parameters, hidden, scaleFactor) : hidden;
  };

  const centred = config.centerInputSample ? (tf.sub(tf.mul(xt, 2), 1) as tf.Tensor4D) : xt;
  let hidden = convolve(parameters, plan.convIn, centred);
  onActivation(plan.convIn.name, hidden);

  const skips = [hidden];
  const pads = config.downsamplePadding === 1 ? ([1, 1, 1, 1] as const) : ([0, 0, 1, 1] as const);
  for (const block of plan.downBlocks) {
    for (const j of block.resnets.keys()) {
      hidden = layer(block, j, hidden);
      skips.push(hidden);
    }
    if (block.resampler) {
      hidden = convolve(parameters, block.resampler, hidden, { strides: 2, pads });
      skips.push(hidden);
    }
    onActivation(block.name, hidden);
  }

  if (plan.midBlock) {
    for (const j of plan.midBlock.resnets.keys()) hidden = layer(plan.midBlock, j, hidden);
    onActivation(plan.midBlock.name, hidden);
  }

  for (const block of plan.upBlocks) {
    for (const j of block.resnets.keys()) hidden = layer(block, j, tf.concat([hidden, skips.pop()!], 3));
    if (block.resampler) hidden = convolve(parameters, block.resampler, upsample2x(hidden));
    onActivation(block.name, hidden);
  }

  const normed = normalize(parameters, plan.normOut, hidden, { silu: true });
  const output = convolve(parameters, plan.convOut, normed);
  onActivation(plan.convOut.name, output);
  return output;
}
