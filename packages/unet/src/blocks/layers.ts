import type { UnetConfig } from "../config/unetConfigFields.ts";

/** A convolution with a square filter and a bias. */
export interface ConvLayer {
  readonly kind: "conv";
  readonly name: string;
  readonly size: 1 | 3;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** A linear map with a bias. */
export interface LinearLayer {
  readonly kind: "linear";
  readonly name: string;
  readonly inSize: number;
  readonly outSize: number;
}

/** A group norm with a scale and a shift per channel. */
export interface NormLayer {
  readonly kind: "norm";
  readonly name: string;
  readonly channels: number;
  readonly groups: number;
  /** The configuration field that sets `groups`. */
  readonly groupsField: "normNumGroups" | "attnNormNumGroups";
  readonly epsilon: number;
}

const tableNames = ["time_proj", "class_embedding"] as const;

/** A table with one embedding per row. */
export interface TableLayer {
  readonly kind: "table";
  readonly name: (typeof tableNames)[number];
  readonly rows: number;
  readonly size: number;
}

/** A layer with parameters, identified by its Hugging Face module name. */
export type Layer = ConvLayer | LinearLayer | NormLayer | TableLayer;

export function conv(name: string, size: 1 | 3, inChannels: number, outChannels: number): ConvLayer {
  return { kind: "conv", name, size, inChannels, outChannels };
}

export function linear(name: string, inSize: number, outSize: number): LinearLayer {
  return { kind: "linear", name, inSize, outSize };
}

export function groupNorm(name: string, channels: number, config: UnetConfig): NormLayer {
  const { normNumGroups, normEps } = config;
  return {
    kind: "norm",
    name,
    channels,
    groups: normNumGroups,
    groupsField: "normNumGroups",
    epsilon: normEps,
  };
}

/**
 * Return the shapes of a layer's parameters by Hugging Face's tensor names, in the layout of tfjs: filters `[height, width, in, out]`,
 * matrices
 * `[in, out]`. Tables are `[rows, size]`.
 */
export function shapesOf(layer: Layer): Record<string, readonly number[]> {
  if (layer.kind === "table") return { [`${layer.name}.weight`]: [layer.rows, layer.size] };
  const weight = weightShape(layer);
  return { [`${layer.name}.weight`]: weight, [`${layer.name}.bias`]: weight.slice(-1) };
}

function weightShape(layer: ConvLayer | LinearLayer | NormLayer): readonly number[] {
  if (layer.kind === "norm") return [layer.channels];
  if (layer.kind === "linear") return [layer.inSize, layer.outSize];
  return [layer.size, layer.size, layer.inChannels, layer.outChannels];
}

/** Return whether a parameter is a table. Tables have the same layout in both formats and are initialized as embeddings. */
export function isTable(name: string): boolean {
  return tableNames.some((table) => name === `${table}.weight`);
}
