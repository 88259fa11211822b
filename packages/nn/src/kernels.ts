import type * as tf from "@tensorflow/tfjs-core";

/**
 * Names of the kernels of this package. A backend that registers one (`tf.registerKernel`) runs it; other backends compose the layer of
 * standard tfjs operations. All tensors are float32; images are NHWC, filters HWIO. A kernel with several outputs returns them in the order
 * given in {@link Kernels}.
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

/** Zero padding around an image, in rows and columns. */
export type Pads = readonly [top: number, left: number, bottom: number, right: number];

export interface ConvolutionAttributes {
  /** Step of the filter in rows and columns. */
  readonly strides: 1 | 2;
  readonly pads: Pads;
}

export interface GroupNormAttributes {
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether to apply SiLU to the result. */
  readonly silu: boolean;
}

export interface AttentionAttributes {
  readonly scale: number;
}

interface Kernel<Inputs extends string, Attributes, Outputs extends string> {
  readonly inputs: Readonly<Record<Inputs, tf.Tensor>>;
  readonly attributes: Readonly<Attributes>;
  /** Names of the outputs, for documentation. A kernel returns its outputs in this order. */
  readonly outputs: Outputs;
}

type Nothing = Record<never, never>;

/**
 * Inputs, attributes and outputs of each kernel. `mean` and `rstd` are μ and 1/√(σ² + ε), `[batch, groups]`; `probabilities` is the
 * softmax,
 * `[batch, places, sources]`. Every other output has the shape of the tensor that it is, or is the gradient of.
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
