import type { UnetConfig } from "./unetConfig.ts";

/** A residual block: where its tensors stand, and its channels. */
export interface ResnetPlan {
  readonly name: string;
  readonly inChannels: number;
  readonly outChannels: number;
}

export interface AttentionPlan {
  readonly name: string;
  readonly channels: number;
  readonly heads: number;
  readonly headDim: number;
  /** Groups of its norm; null is no norm. */
  readonly groups: number | null;
}

/** A level on the way down or up, or the middle. After residual block j comes attention j, if there is one. */
export interface BlockPlan {
  readonly name: string;
  readonly resnets: readonly ResnetPlan[];
  readonly attentions: readonly AttentionPlan[];
  /** The convolution that changes the size at the end. */
  readonly resampler: { readonly name: string; readonly channels: number } | null;
}

interface NormPlan {
  readonly name: string;
  readonly channels: number;
  readonly groups: number;
  readonly field: "normNumGroups" | "attnNormNumGroups";
}

/** The network's layers in the order in which they run, under Hugging Face's names. */
export interface UnetPlan {
  readonly embeddingSize: number;
  readonly downBlocks: readonly BlockPlan[];
  readonly midBlock: BlockPlan | null;
  readonly upBlocks: readonly BlockPlan[];
  readonly resnets: readonly ResnetPlan[];
  readonly attentions: readonly AttentionPlan[];
  readonly norms: readonly NormPlan[];
}

export function unetPlan(config: UnetConfig): UnetPlan {
  const channels = config.blockOutChannels;
  const last = channels.length - 1;

  const downBlocks = channels.map((outChannels, i): BlockPlan => {
    const name = `down_blocks.${i}`;
    const resnets = numbered(config.layersPerBlock, (j) => ({
      name: `${name}.resnets.${j}`,
      inChannels: j === 0 ? channels[Math.max(i - 1, 0)]! : outChannels,
      outChannels,
    }));
    const attends = config.downBlockTypes[i] === "AttnDownBlock2D";
    return {
      name,
      resnets,
      attentions: attends ? attentionsAfter(resnets, name, config) : [],
      resampler: i < last ? { name: `${name}.downsamplers.0.conv`, channels: outChannels } : null,
    };
  });

  const upBlocks = channels.map((_, i): BlockPlan => {
    const name = `up_blocks.${i}`;
    const outChannels = channels[last - i]!;
    const resnets = numbered(config.layersPerBlock + 1, (j) => {
      const hidden = j === 0 ? channels[Math.min(last - i + 1, last)]! : outChannels;
      const skip = j === config.layersPerBlock ? channels[Math.max(last - i - 1, 0)]! : outChannels;
      return { name: `${name}.resnets.${j}`, inChannels: hidden + skip, outChannels };
    });
    const attends = config.upBlockTypes[i] === "AttnUpBlock2D";
    return {
      name,
      resnets,
      attentions: attends ? attentionsAfter(resnets, name, config) : [],
      resampler: i < last ? { name: `${name}.upsamplers.0.conv`, channels: outChannels } : null,
    };
  });

  const midBlock = config.midBlockType === null ? null : middle(config);
  const blocks = [...downBlocks, ...(midBlock ? [midBlock] : []), ...upBlocks];
  const resnets = blocks.flatMap((block) => block.resnets);
  const attentions = blocks.flatMap((block) => block.attentions);
  return {
    embeddingSize: config.timeEmbeddingDim ?? 4 * channels[0]!,
    downBlocks,
    midBlock,
    upBlocks,
    resnets,
    attentions,
    norms: norms(config, resnets, attentions),
  };
}

function middle(config: UnetConfig): BlockPlan {
  const channels = config.blockOutChannels.at(-1)!;
  const resnets = numbered(2, (j) => ({
    name: `mid_block.resnets.${j}`,
    inChannels: channels,
    outChannels: channels,
  }));
  const inherited = config.resnetTimeScaleShift === "default" ? config.normNumGroups : null;
  const groups = config.attnNormNumGroups ?? inherited;
  const attention = { ...attentionPlan("mid_block.attentions.0", channels, config), groups };
  return { name: "mid_block", resnets, attentions: config.addAttention ? [attention] : [], resampler: null };
}

function attentionsAfter(
  resnets: readonly ResnetPlan[],
  block: string,
  config: UnetConfig,
): readonly AttentionPlan[] {
  return resnets.map(({ outChannels }, j) => attentionPlan(`${block}.attentions.${j}`, outChannels, config));
}

/** Hugging Face rounds the count of heads down; what is left over of the channels takes no part. */
function attentionPlan(name: string, channels: number, config: UnetConfig): AttentionPlan {
  const headDim = config.attentionHeadDim ?? channels;
  return { name, channels, heads: Math.floor(channels / headDim), headDim, groups: config.normNumGroups };
}

function norms(
  config: UnetConfig,
  resnets: readonly ResnetPlan[],
  attentions: readonly AttentionPlan[],
): readonly NormPlan[] {
  const groups = config.normNumGroups;
  const field = "normNumGroups" as const;
  return [
    ...resnets.flatMap(({ name, inChannels, outChannels }) => [
      { name: `${name}.norm1`, channels: inChannels, groups, field },
      { name: `${name}.norm2`, channels: outChannels, groups, field },
    ]),
    ...attentions.flatMap((attention) => {
      if (attention.groups === null) return [];
      const own = attention.name.startsWith("mid_block") && config.attnNormNumGroups !== null;
      return [
        {
          name: `${attention.name}.group_norm`,
          channels: attention.channels,
          groups: attention.groups,
          field: own ? ("attnNormNumGroups" as const) : field,
        },
      ];
    }),
    { name: "conv_norm_out", channels: config.blockOutChannels[0]!, groups, field },
  ];
}

function numbered<T>(count: number, item: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => item(index));
}
