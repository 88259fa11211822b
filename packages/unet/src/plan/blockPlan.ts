import { type ConvLayer, conv, type Layer } from "../blocks/layers.ts";
import type { UnetConfig } from "../config/unetConfigFields.ts";
import { type AttentionPlan, attentionPlan, middleAttentionPlan } from "./attentionPlan.ts";
import { type ResnetPlan, resnetPlan } from "./resnetPlan.ts";

/** A level on the way down or up, or the middle block. Residual block j is followed by attention j, if present. */
export interface BlockPlan {
  readonly name: string;
  /** Number of times the images have been halved. */
  readonly level: number;
  readonly resnets: readonly ResnetPlan[];
  readonly attentions: readonly AttentionPlan[];
  /** The convolution that resizes the output. */
  readonly resampler: ConvLayer | null;
  /** Divisor of the layer outputs. */
  readonly scaleFactor: number;
}

export function downBlock(level: number, config: UnetConfig): BlockPlan {
  const name = `down_blocks.${level}`;
  const channels = config.blockOutChannels;
  const outChannels = channels[level]!;
  const resnets = numbered(config.layersPerBlock, (j) => {
    const inChannels = j === 0 ? channels[Math.max(level - 1, 0)]! : outChannels;
    return resnetPlan(`${name}.resnets.${j}`, inChannels, outChannels, config);
  });
  const attends = config.downBlockTypes[level] === "AttnDownBlock2D";
  const isLast = level === channels.length - 1;
  return {
    name,
    level,
    resnets,
    attentions: attends ? attentionsAfter(resnets, name, config) : [],
    resampler: isLast ? null : conv(`${name}.downsamplers.0.conv`, 3, outChannels, outChannels),
    scaleFactor: 1,
  };
}

export function midBlock(config: UnetConfig): BlockPlan {
  const name = "mid_block";
  const channels = config.blockOutChannels.at(-1)!;
  return {
    name,
    level: config.blockOutChannels.length - 1,
    resnets: numbered(2, (j) => resnetPlan(`${name}.resnets.${j}`, channels, channels, config)),
    attentions: config.addAttention ? [middleAttentionPlan(`${name}.attentions.0`, channels, config)] : [],
    resampler: null,
    scaleFactor: config.midBlockScaleFactor,
  };
}

/** Plan a block on the way up. Each residual block also receives the output of a layer of the same level on the way down. */
export function upBlock(index: number, config: UnetConfig): BlockPlan {
  const name = `up_blocks.${index}`;
  const channels = config.blockOutChannels;
  const last = channels.length - 1;
  const level = last - index;
  const outChannels = channels[level]!;
  const resnets = numbered(config.layersPerBlock + 1, (j) => {
    const hidden = j === 0 ? channels[Math.min(level + 1, last)]! : outChannels;
    const skip = j === config.layersPerBlock ? channels[Math.max(level - 1, 0)]! : outChannels;
    return resnetPlan(`${name}.resnets.${j}`, hidden + skip, outChannels, config);
  });
  const attends = config.upBlockTypes[index] === "AttnUpBlock2D";
  return {
    name,
    level,
    resnets,
    attentions: attends ? attentionsAfter(resnets, name, config) : [],
    resampler: level > 0 ? conv(`${name}.upsamplers.0.conv`, 3, outChannels, outChannels) : null,
    scaleFactor: 1,
  };
}

/** List the layers in the order of Hugging Face's modules. */
export function layersOfBlock({ attentions, resnets, resampler }: BlockPlan): Layer[] {
  const layers = [
    ...attentions.flatMap(({ norm, query, key, value, out }) => [norm, query, key, value, out]),
    ...resnets.flatMap(({ norm1, conv1, timeProjection, norm2, conv2, shortcut }) => [
      norm1,
      conv1,
      timeProjection,
      norm2,
      conv2,
      shortcut,
    ]),
    resampler,
  ];
  return layers.filter((layer) => layer !== null);
}

function attentionsAfter(
  resnets: readonly ResnetPlan[],
  block: string,
  config: UnetConfig,
): readonly AttentionPlan[] {
  return resnets.map(({ outChannels }, j) => attentionPlan(`${block}.attentions.${j}`, outChannels, config));
}

function numbered<T>(count: number, item: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => item(index));
}
