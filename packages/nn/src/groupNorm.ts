import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkTensor.ts";
import { differentiable } from "./differentiable.ts";
import { type GroupNormAttributes, kernelNames } from "./kernels.ts";
import { runKernel } from "./runKernel.ts";
import { composedSilu, composedSiluGradient } from "./silu.ts";

export interface GroupNormOptions {
  /** How many groups the channels are divided into; must divide their number. */
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether SiLU follows. @default false */
  readonly silu?: boolean;
}

/**
 * Group normalisation, with SiLU after it if asked.
 *
 * `z = (x − μ)/√(σ² + ε)·γ + β` with μ and σ² (biased) over the places and channels of a group; `y = z` or `z·sigmoid(z)`.
 * With x̂ = (x − μ)/√(σ² + ε) and m(·) the mean over a group the gradient is
 * `dx = (dz·γ − m(dz·γ) − x̂·m(dz·γ·x̂))/√(σ² + ε)`, `dγ = Σ dz·x̂`, `dβ = Σ dz`.
 *
 * @param x - `[batch, height, width, channels]` or `[batch, places, channels]`.
 * @param gamma - γ, `[channels]`.
 * @param beta - β, `[channels]`.
 * @returns y, of `x`'s shape. The caller disposes it.
 * @throws RangeError if shapes do not fit, the groups do not divide the channels, or ε is not above zero; TypeError if a tensor is
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
    throw new RangeError(`groupNorm: epsilon must be above 0, got ${epsilon}. Usual is 1e-5.`);
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

/** `x` as [batch, places, groups, channels of a group]. */
function grouped(x: tf.Tensor, groups: number): tf.Tensor4D {
  const channels = x.shape.at(-1)!;
  return tf.reshape(x, [x.shape[0]!, -1, groups, channels / groups]);
}

/** x̂, of x's shape. */
function normalised(x: tf.Tensor, mean: tf.Tensor, rstd: tf.Tensor, groups: number): tf.Tensor {
  const perGroup = [x.shape[0]!, 1, groups, 1];
  const centred = tf.sub(grouped(x, groups), tf.reshape(mean, perGroup));
  return tf.reshape(tf.mul(centred, tf.reshape(rstd, perGroup)), x.shape);
}

function composedGroupNorm(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  { groups, epsilon, silu }: GroupNormAttributes,
): tf.Tensor[] {
  const parts = grouped(x, groups);
  const centre = tf.mean(parts, [1, 3], true);
  const variance = tf.mean(tf.square(tf.sub(parts, centre)), [1, 3]);
  const mean = tf.reshape(centre, [x.shape[0]!, groups]);
  const rstd = tf.rsqrt(tf.add(variance, epsilon));
  const z = tf.add(tf.mul(normalised(x, mean, rstd, groups), gamma), beta);
  return [silu ? composedSilu(z) : z, mean, rstd];
}

function composedGradient(
  inputs: Readonly<Record<"x" | "gamma" | "beta" | "mean" | "rstd" | "dy", tf.Tensor>>,
  { groups, silu }: GroupNormAttributes,
): tf.Tensor[] {
  const { x, gamma, beta, mean, rstd, dy } = inputs;
  const xHat = normalised(x, mean, rstd, groups);
  const dz = silu ? composedSiluGradient(tf.add(tf.mul(xHat, gamma), beta), dy) : dy;
  const scaled = grouped(tf.mul(dz, gamma), groups);
  const parts = grouped(xHat, groups);
  const along = tf.mul(parts, tf.mean(tf.mul(scaled, parts), [1, 3], true));
  const centred = tf.sub(tf.sub(scaled, tf.mean(scaled, [1, 3], true)), along);
  const dx = tf.reshape(tf.mul(centred, tf.reshape(rstd, [x.shape[0]!, 1, groups, 1])), x.shape);
  const outer = x.shape.slice(0, -1).map((_, axis) => axis);
  return [dx, tf.sum(tf.mul(dz, xHat), outer), tf.sum(dz, outer)];
}
