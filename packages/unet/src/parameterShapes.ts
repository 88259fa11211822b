import type { UnetConfig } from "./unetConfig.ts";
import { type AttentionPlan, type BlockPlan, type ResnetPlan, unetPlan } from "./unetPlan.ts";

type Shapes = Record<string, readonly number[]>;

/**
 * The shape of every parameter, under Hugging Face's tensor names and in the order in which its modules stand; in tfjs's layout:
 * filters `[height, width, in, out]`, matrices `[in, out]`. Tables (`class_embedding.weight`, `time_proj.weight`) are `[rows, size]`.
 */
export function parameterShapes(config: UnetConfig): Readonly<Shapes> {
  const shapes: Shapes = {};
  const conv = (name: string, size: number, inChannels: number, outChannels: number): void => {
    shapes[`${name}.weight`] = [size, size, inChannels, outChannels];
    shapes[`${name}.bias`] = [outChannels];
  };
  const linear = (name: string, inSize: number, outSize: number): void => {
    shapes[`${name}.weight`] = [inSize, outSize];
    shapes[`${name}.bias`] = [outSize];
  };
  const norm = (name: string, channels: number): void => {
    shapes[`${name}.weight`] = [channels];
    shapes[`${name}.bias`] = [channels];
  };

  const plan = unetPlan(config);
  const first = config.blockOutChannels[0]!;
  const embedding = plan.embeddingSize;

  const resnet = ({ name, inChannels, outChannels }: ResnetPlan): void => {
    norm(`${name}.norm1`, inChannels);
    conv(`${name}.conv1`, 3, inChannels, outChannels);
    const projected = config.resnetTimeScaleShift === "scale_shift" ? 2 * outChannels : outChannels;
    linear(`${name}.time_emb_proj`, embedding, projected);
    norm(`${name}.norm2`, outChannels);
    conv(`${name}.conv2`, 3, outChannels, outChannels);
    if (inChannels !== outChannels) conv(`${name}.conv_shortcut`, 1, inChannels, outChannels);
  };
  const attention = ({ name, channels, heads, headDim, groups }: AttentionPlan): void => {
    if (groups !== null) norm(`${name}.group_norm`, channels);
    for (const part of ["to_q", "to_k", "to_v"]) linear(`${name}.${part}`, channels, heads * headDim);
    linear(`${name}.to_out.0`, heads * headDim, channels);
  };
  const block = ({ attentions, resnets, resampler }: BlockPlan): void => {
    attentions.forEach(attention);
    resnets.forEach(resnet);
    if (resampler) conv(resampler.name, 3, resampler.channels, resampler.channels);
  };

  conv("conv_in", 3, config.inChannels, first);
  if (config.timeEmbeddingType === "learned")
    shapes["time_proj.weight"] = [config.numTrainTimesteps ?? 0, first];
  linear("time_embedding.linear_1", first, embedding);
  linear("time_embedding.linear_2", embedding, embedding);
  if (config.classEmbedType === "timestep") {
    linear("class_embedding.linear_1", first, embedding);
    linear("class_embedding.linear_2", embedding, embedding);
  } else if (config.numClassEmbeds !== null) {
    shapes["class_embedding.weight"] = [config.numClassEmbeds, embedding];
  }
  plan.downBlocks.forEach(block);
  plan.upBlocks.forEach(block);
  if (plan.midBlock) block(plan.midBlock);
  norm("conv_norm_out", first);
  conv("conv_out", 3, first, config.outChannels);
  return shapes;
}

/** Whether a parameter is a table of rows, which has the same layout everywhere and is initialised as an embedding. */
export function isTable(name: string): boolean {
  return name === "class_embedding.weight" || name === "time_proj.weight";
}
