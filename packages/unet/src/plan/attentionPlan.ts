import { groupNorm, type LinearLayer, linear, type NormLayer } from "../blocks/layers.ts";
import type { UnetConfig } from "../config/unetConfigFields.ts";

/** Self-attention between all places of an image. */
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

/** Hugging Face rounds the number of heads down; the remaining channels take no part. */
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

/** Attention in the middle has a number of groups of its own, or no norm. */
export function middleAttentionPlan(name: string, channels: number, config: UnetConfig): AttentionPlan {
  const plan = attentionPlan(name, channels, config);
  const { attnNormNumGroups: groups } = config;
  if (groups !== null) {
    return { ...plan, norm: { ...plan.norm!, groups, groupsField: "attnNormNumGroups" } };
  }
  return config.resnetTimeScaleShift === "default" ? plan : { ...plan, norm: null };
}
