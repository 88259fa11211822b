import { type Conv2dOptions, conv2d, groupNorm, linear } from "@cellgen/nn";
import type * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "../parameters/parameters.ts";
import type { ConvLayer, LinearLayer, NormLayer } from "./layers.ts";

/** Apply a convolution. By default it preserves the image size. */
export function convolve(
  parameters: Parameters,
  { name, size }: ConvLayer,
  x: tf.Tensor4D,
  options: Conv2dOptions = size === 3 ? { pads: [1, 1, 1, 1] } : {},
): tf.Tensor4D {
  return conv2d(x, ...weightAndBias<tf.Tensor4D>(parameters, name), options);
}

/** Apply a linear map to each row. */
export function project(parameters: Parameters, { name }: LinearLayer, x: tf.Tensor2D): tf.Tensor2D {
  return linear(x, ...weightAndBias<tf.Tensor2D>(parameters, name));
}

/** Apply a group norm, followed by SiLU if `silu`. */
export function normalize(
  parameters: Parameters,
  { name, groups, epsilon }: NormLayer,
  x: tf.Tensor4D,
  options: { readonly silu?: boolean } = {},
): tf.Tensor4D {
  return groupNorm(x, ...weightAndBias<tf.Tensor1D>(parameters, name), { groups, epsilon, ...options });
}

function weightAndBias<Weight extends tf.Tensor>(
  parameters: Parameters,
  name: string,
): readonly [weight: Weight, bias: tf.Tensor1D] {
  return [parameters[`${name}.weight`] as Weight, parameters[`${name}.bias`] as tf.Tensor1D];
}
