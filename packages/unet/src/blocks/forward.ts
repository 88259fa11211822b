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

/** Conditioning of the network besides x_t and t. */
export interface UnetCondition {
  /**
   * int32 `[batch]`: rows of the class table, 0…numClassEmbeds-1. Any other number selects an embedding of zeros. With `classEmbedType`
   * "timestep", times `[batch]`; with "identity", embeddings `[batch, embeddingSize]`.
   */
  readonly classLabels?: tf.Tensor1D | tf.Tensor2D;
  /** A mask of 0 and 1/(1 − p) for each name of `dropoutShapes`. No dropout if omitted. */
  readonly dropoutMasks?: Readonly<Record<string, tf.Tensor4D>>;
}

/** Called with each module's output and its Hugging Face name. */
export type ActivationListener = (module: string, output: tf.Tensor) => void;

/**
 * Compute the forward pass. The inputs must have been checked.
 *
 * @param onActivation - Only used by tests, which compare the outputs of the modules.
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
  // All residual blocks use the activated embedding: compute it once.
  const embedding = silu(label ? (tf.add(time, label) as tf.Tensor2D) : time);

  /** Apply layer j of a block: its residual block, then its attention if present. */
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
