import type * as tf from "@tensorflow/tfjs-core";

/**
 * The kernels of this package by name. A backend that registers one (`tf.registerKernel`) runs it; on every other the layer is
 * composed of tfjs's own operations. All tensors are float32; images are NHWC, filters HWIO. A kernel with several outputs returns
 * them in the order given in {@link Kernels}.
 */
export const kernelNames = {
  conv2d: "CellgenConv2d",
  conv2dInputGradient: "CellgenConv2dInputGradient",
  conv2dFilterGradient: "CellgenConv2dFilterGradient",
  groupNorm: "CellgenGroupNorm",
  groupNormGradient: "CellgenGroupNormGradient",
  silu: "CellgenSilu",
  siluGradient: "CellgenSiluGradient",
  attention: "CellgenAttention",
  attentionGradient: "CellgenAttentionGradient",
  upsample2x: "CellgenUpsample2x",
  upsample2xGradient: "CellgenUpsample2xGradient",
} as const;

export type KernelName = (typeof kernelNames)[keyof typeof kernelNames];

/** Rows and columns of zeros around an image. */
export type Pads = readonly [top: number, left: number, bottom: number, right: number];

export interface ConvolutionAttributes {
  /** Rows and columns from one place of the filter to the next. */
  readonly strides: 1 | 2;
  readonly pads: Pads;
}

export interface GroupNormAttributes {
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether SiLU follows. */
  readonly silu: boolean;
}

export interface AttentionAttributes {
  readonly scale: number;
}

interface Kernel<Inputs extends string, Attributes, Outputs extends string> {
  readonly inputs: Readonly<Record<Inputs, tf.Tensor>>;
  readonly attributes: Readonly<Attributes>;
  /** Names for the reader: a kernel returns its outputs in this order. */
  readonly outputs: Outputs;
}

type Nothing = Record<never, never>;

/**
 * What each kernel is given and gives. `mean` and `rstd` are μ and 1/√(σ² + ε), `[batch, groups]`; `probabilities` is the softmax,
 * `[batch, places, sources]`; every other output has the shape of what it is, or is the gradient of.
 */
export interface Kernels {
  CellgenConv2d: Kernel<"x" | "filter" | "bias", ConvolutionAttributes, "y">;
  CellgenConv2dInputGradient: Kernel<
    "dy" | "filter",
    ConvolutionAttributes & { readonly inputShape: readonly number[] },
    "dx"
  >;
  CellgenConv2dFilterGradient: Kernel<
    "x" | "dy",
    ConvolutionAttributes & { readonly filterShape: readonly number[] },
    "dfilter"
  >;
  CellgenGroupNorm: Kernel<"x" | "gamma" | "beta", GroupNormAttributes, "y, mean, rstd">;
  CellgenGroupNormGradient: Kernel<
    "x" | "gamma" | "beta" | "mean" | "rstd" | "dy",
    GroupNormAttributes,
    "dx, dgamma, dbeta"
  >;
  CellgenSilu: Kernel<"x", Nothing, "y">;
  CellgenSiluGradient: Kernel<"x" | "dy", Nothing, "dx">;
  CellgenAttention: Kernel<"query" | "key" | "value", AttentionAttributes, "y, probabilities">;
  CellgenAttentionGradient: Kernel<
    "query" | "key" | "value" | "probabilities" | "dy",
    AttentionAttributes,
    "dquery, dkey, dvalue"
  >;
  CellgenUpsample2x: Kernel<"x", Nothing, "y">;
  CellgenUpsample2xGradient: Kernel<"dy", Nothing, "dx">;
}
