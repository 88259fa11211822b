import { groupNorm, type LinearLayer, linear, type NormLayer } from "../blocks/layers.ts";
import type { UnetConfig } from "../config/unetConfigFields.ts";

/** Self-attention over all pixels of an image. */
export interface AttentionPlan {
  readonly name: string;
  readonly channels: number;
  readonly heads: number;
  readonly headDim: number;
  readonly norm: NormLayer | null;
  readonly query: LinearLayer;
  readonly key: LinearLayer;
  readonly value: LinearLayer;
  readonly out: LinearLayer;
}

/** Plan an attention block. The number of heads is rounded down, as in Hugging Face; remaining channels are not used. */
export function attentionPlan(name: string, channels: number, config: UnetConfig): AttentionPlan {
  const headDim = config.attentionHeadDim ?? channels;
  const heads = Math.floor(channels / headDim);
  return {
    name,
    channels,
    heads,
    headDim,
    norm: groupNorm(`${name}.group_norm`, channels, config),
    query: linear(`${name}.to_q`, channels, heads * headDim),
    key: linear(`${name}.to_k`, channels, heads * headDim),
    value: linear(`${name}.to_v`, channels, heads * headDim),
    out: linear(`${name}.to_out.0`, heads * headDim, channels),
  };
}

/** Plan the attention of the middle block, which has a separate number of groups, or no norm. */
export function middleAttentionPlan(name: string, channels: number, config: UnetConfig): AttentionPlan {
  const plan = attentionPlan(name, channels, config);
  const { attnNormNumGroups: groups } = config;
  if (groups !== null) {
    return { ...plan, norm: { ...plan.norm!, groups, groupsField: "attnNormNumGroups" } };
  }
  return config.resnetTimeScaleShift === "default" ? plan : { ...plan, norm: null };
}
