import {
  type ConvLayer,
  conv,
  groupNorm,
  type LinearLayer,
  linear,
  type NormLayer,
} from "../blocks/layers.ts";
import type { UnetConfig } from "../config/unetConfigFields.ts";

/** A residual block. */
export interface ResnetPlan {
  readonly name: string;
  readonly outChannels: number;
  readonly norm1: NormLayer;
  readonly conv1: ConvLayer;
  /** The projection of the time embedding, which is added to the image, or used as its scale and shift. */
  readonly timeProjection: LinearLayer;
  readonly scaleShift: boolean;
  readonly norm2: NormLayer;
  readonly conv2: ConvLayer;
  /** Null if the input has as many channels as the output. */
  readonly shortcut: ConvLayer | null;
}

export function resnetPlan(
  name: string,
  inChannels: number,
  outChannels: number,
  config: UnetConfig,
): ResnetPlan {
  const scaleShift = config.resnetTimeScaleShift === "scale_shift";
  const projected = scaleShift ? 2 * outChannels : outChannels;
  return {
    name,
    outChannels,
    norm1: groupNorm(`${name}.norm1`, inChannels, config),
    conv1: conv(`${name}.conv1`, 3, inChannels, outChannels),
    timeProjection: linear(`${name}.time_emb_proj`, embeddingSize(config), projected),
    scaleShift,
    norm2: groupNorm(`${name}.norm2`, outChannels, config),
    conv2: conv(`${name}.conv2`, 3, outChannels, outChannels),
    shortcut: inChannels === outChannels ? null : conv(`${name}.conv_shortcut`, 1, inChannels, outChannels),
  };
}

/** Return the length of the timestep and class embeddings. */
export function embeddingSize(config: UnetConfig): number {
  return config.timeEmbeddingDim ?? 4 * config.blockOutChannels[0]!;
}
