import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkTensor.ts";
import { differentiable } from "./differentiable.ts";
import { type GroupNormAttributes, kernelNames } from "./kernels.ts";
import { runKernel } from "./runKernel.ts";
import { composedSilu, composedSiluGradient } from "./silu.ts";

export interface GroupNormOptions {
  /** Number of groups. It must divide the number of channels. */
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether to apply SiLU to the result. @default false */
  readonly silu?: boolean;
}

/**
 * Apply group normalization, optionally followed by SiLU.
 *
 * `z = (x − μ)/√(σ² + ε)·γ + β` with μ and σ² (biased) over the places and channels of a group; `y = z` or `z·sigmoid(z)`.
 * With x̂ = (x − μ)/√(σ² + ε) and m(·) the mean over a group, the gradient is
 * `dx = (dz·γ − m(dz·γ) − x̂·m(dz·γ·x̂))/√(σ² + ε)`, `dγ = Σ dz·x̂`, `dβ = Σ dz`.
 *
 * @param x - `[batch, height, width, channels]` or `[batch, places, channels]`.
 * @param gamma - γ, `[channels]`.
 * @param beta - β, `[channels]`.
 * @returns y, of `x`'s shape. Dispose of it after use.
 * @throws RangeError if shapes do not match, the groups do not divide the channels, or ε is not above 0; TypeError if a tensor is
 * not float32.
 * @see Wu and He 2018, arXiv:1803.08494, Eq. 1–3; Ramachandran et al. 2017, arXiv:1710.05941 (SiLU).
 */
export function groupNorm<T extends tf.Tensor3D | tf.Tensor4D>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  options: GroupNormOptions,
): T {
  const { groups, epsilon, silu = false } = options;
  if (x.shape.length !== 3 && x.shape.length !== 4) {
    throw new RangeError(`groupNorm: x must have three or four dimensions, got shape [${x.shape}].`);
  }
  checkTensor("groupNorm: x", x, x.shape);
  const channels = x.shape.at(-1)!;
  checkTensor("groupNorm: gamma", gamma, [channels]);
  checkTensor("groupNorm: beta", beta, [channels]);
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new RangeError(`groupNorm: groups must divide the ${channels} channels, got ${groups}.`);
  }
  if (!(epsilon > 0 && Number.isFinite(epsilon))) {
    throw new RangeError(`groupNorm: epsilon must be above 0, got ${epsilon}. The usual value is 1e-5.`);
  }
  const attributes = { groups, epsilon, silu };
  return differentiable([x, gamma, beta], () => {
    const [value, mean, rstd] = runKernel(kernelNames.groupNorm, { x, gamma, beta }, attributes, () =>
      composedGroupNorm(x, gamma, beta, attributes),
    );
    const gradient = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedX, savedGamma, savedBeta, savedMean, savedRstd] = saved as Saved;
      const inputs = { x: savedX, gamma: savedGamma, beta: savedBeta, mean: savedMean, rstd: savedRstd, dy };
      return runKernel(kernelNames.groupNormGradient, inputs, attributes, () =>
        composedGradient(inputs, attributes),
      );
    };
    return { value: value as T, saved: [x, gamma, beta, mean!, rstd!], gradient };
  });
}

type Saved = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

function composedGroupNorm(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  { groups, epsilon, silu }: GroupNormAttributes,
): tf.Tensor[] {
  const pixels = pixelsOf(x);
  const mean = groupMeans(tf.sum(pixels, 1), groups, pixels.shape[1]);
  const centred = tf.sub(pixels, ofChannels(mean, x));
  const variance = groupMeans(tf.sum(tf.square(centred), 1), groups, pixels.shape[1]);
  const rstd = tf.rsqrt(tf.add(variance, epsilon));
  const z = tf.add(tf.mul(centred, tf.mul(ofChannels(rstd, x), gamma)), beta);
  return [tf.reshape(silu ? composedSilu(z) : z, x.shape), mean, rstd];
}

/** With S₁ = Σ dz and S₂ = Σ dz·x̂ over the places of a sample: `dx = dz·γ·rstd − (x − μ)·rstd²·m(γ·S₂) − rstd·m(γ·S₁)`. */
function composedGradient(
  inputs: Readonly<Record<"x" | "gamma" | "beta" | "mean" | "rstd" | "dy", tf.Tensor>>,
  { groups, silu }: GroupNormAttributes,
): tf.Tensor[] {
  const { x, gamma, beta, mean, rstd } = inputs;
  const pixels = pixelsOf(x);
  const places = pixels.shape[1];
  const dy = pixelsOf(inputs.dy);
  const centred = tf.sub(pixels, ofChannels(mean, x));
  const rstdOfChannels = ofChannels(rstd, x);
  const scale = tf.mul(rstdOfChannels, gamma);
  const dz = silu ? composedSiluGradient(tf.add(tf.mul(centred, scale), beta), dy) : dy;
  const sum = tf.sum(dz, 1);
  const sumAlong = tf.mul(tf.sum(tf.mul(dz, centred), 1), tf.squeeze(rstdOfChannels, [1]));
  const level = tf.mul(rstd, groupMeans(tf.mul(sum, gamma), groups, places));
  const slope = tf.mul(tf.square(rstd), groupMeans(tf.mul(sumAlong, gamma), groups, places));
  const along = tf.add(tf.mul(centred, ofChannels(slope, x)), ofChannels(level, x));
  const dx = tf.reshape(tf.sub(tf.mul(dz, scale), along), x.shape);
  return [dx, tf.sum(sumAlong, 0), tf.sum(sum, 0)];
}

/** Reshape images to [batch, places, channels]. Backends are fast at reductions over one dimension. */
function pixelsOf(x: tf.Tensor): tf.Tensor3D {
  return tf.reshape(x, [x.shape[0]!, -1, x.shape.at(-1)!]);
}

/** Return the mean of each group, [batch, groups], from the sums over the places of each channel, [batch, channels]. */
function groupMeans(sums: tf.Tensor, groups: number, places: number): tf.Tensor2D {
  const [batch, channels] = sums.shape as [number, number];
  return tf.div(tf.mean(tf.reshape(sums, [batch, groups, channels / groups]), 2), places);
}

/** Expand group values, [batch, groups], to channels: [batch, 1, channels]. */
function ofChannels(values: tf.Tensor, x: tf.Tensor): tf.Tensor3D {
  const [batch, groups] = values.shape as [number, number];
  const channels = x.shape.at(-1)!;
  return tf.reshape(tf.tile(tf.reshape(values, [batch, groups, 1]), [1, 1, channels / groups]), [
    batch,
    1,
    channels,
  ]);
}
