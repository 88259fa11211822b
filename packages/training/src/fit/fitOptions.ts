import type { Engine, HostArray, Signature } from "@cellgen/engine";
import type * as tf from "@tensorflow/tfjs-core";
import { type AdamwOptions, defaultAdamwOptions } from "../optimizer/adamw.ts";

/** A loss to be minimised, and the parameters that it depends on. */
export interface Objective {
  /** The shape of each parameter, by name. */
  readonly parameterShapes: Readonly<Record<string, readonly number[]>>;
  /** The initial parameters: an array of each shape's size. A function of the seed. */
  init(seed: number): Readonly<Record<string, Float32Array>>;
  /**
   * The loss of one batch, a scalar, in differentiable tfjs operations. It is traced once: it must read no values and draw no random
   * numbers.
   *
   * @param parameters - A tensor for each of `parameterShapes`.
   * @param inputs - A tensor for each of the options' `inputs`.
   */
  loss(
    parameters: Readonly<Record<string, tf.Tensor>>,
    inputs: Readonly<Record<string, tf.Tensor>>,
  ): tf.Scalar;
}

/** A value for each update, as a function of the number of updates before it, from 0. */
export type UpdateSchedule = (k: number) => number;

export interface FitOptions extends AdamwOptions {
  /** Runs the compiled step. It stays the caller's. */
  readonly engine: Engine;
  /** Shape and type of each input of the loss. */
  readonly inputs: Signature;
  /**
   * The inputs of a step, from 1: whatever is random in training is drawn here. Called when the step begins, and before its arrays are used
   * no other step's are asked for, so it may fill the same arrays again.
   */
  batch(step: number): Readonly<Record<string, HostArray>> | Promise<Readonly<Record<string, HostArray>>>;
  /** Number of updates, 1…2^32-1. */
  readonly steps: number;
  /** Passed to `init`. */
  readonly seed: number;
  /** A constant, or a schedule such as `cosineLearningRate`. @default 1e-3 */
  readonly learningRate?: number | UpdateSchedule;
  /** Decay of the moving average of the parameters, in [0, 1]: a schedule such as `emaDecay`. @default () => 0, which copies the parameters */
  readonly emaDecay?: UpdateSchedule;
}

export interface CompleteFitOptions extends Required<FitOptions> {
  readonly learningRate: UpdateSchedule;
}

/** @throws RangeError if `steps` or a constant learning rate is out of range. `adamw` checks its own options. */
export function completeFitOptions(options: FitOptions): CompleteFitOptions {
  const { steps, learningRate = 1e-3 } = options;
  if (!(Number.isSafeInteger(steps) && steps >= 1 && steps < 2 ** 32)) {
    throw new RangeError(`fit: steps must be an integer in 1…2^32-1, got ${steps}.`);
  }
  if (typeof learningRate === "number" && !(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(`fit: learningRate must be greater than 0, got ${learningRate}.`);
  }
  return {
    ...defaultAdamwOptions,
    emaDecay: () => 0,
    ...options,
    learningRate: typeof learningRate === "number" ? () => learningRate : learningRate,
  };
}
