import type { Engine, HostArray, Signature } from "@cellgen/engine";
import type * as tf from "@tensorflow/tfjs-core";
import { type AdamwOptions, defaultAdamwOptions } from "../optimizer/adamw.ts";

/** Loss to minimize, and its parameters. */
export interface Objective {
  /** Shape of each parameter, by name. */
  readonly parameterShapes: Readonly<Record<string, readonly number[]>>;
  /** Return the initial parameters for a seed: an array of each shape's size. */
  init(seed: number): Readonly<Record<string, Float32Array>>;
  /**
   * Compute the loss of one batch, a scalar, with differentiable tfjs operations. It is traced once, so it must not read tensor values or draw
   * random numbers.
   *
   * @param parameters - One tensor for each of `parameterShapes`.
   * @param inputs - One tensor for each of the options' `inputs`.
   */
  loss(
    parameters: Readonly<Record<string, tf.Tensor>>,
    inputs: Readonly<Record<string, tf.Tensor>>,
  ): tf.Scalar;
}

/** Value for each update, as a function of the number of previous updates. */
export type UpdateSchedule = (k: number) => number;

/** Options of `fit`. */
export interface FitOptions extends AdamwOptions {
  /** Engine for the compiled step. It is not disposed. */
  readonly engine: Engine;
  /** Shape and type of each input of the loss. */
  readonly inputs: Signature;
  /**
   * Return the inputs of a step, from 1, including all random inputs. Called at the beginning of the step; the arrays are used before the
   * next call, so they may be reused.
   */
  batch(step: number): Readonly<Record<string, HostArray>> | Promise<Readonly<Record<string, HostArray>>>;
  /** Number of updates, 1…2^32-1. */
  readonly steps: number;
  /** Random seed, passed to `init`. */
  readonly seed: number;
  /** Learning rate: a constant, or a schedule such as `cosineLearningRate`. @default 1e-3 */
  readonly learningRate?: number | UpdateSchedule;
  /** Decay of the moving average of the parameters, in [0, 1]: a schedule such as `emaDecay`. @default () => 0, which copies the parameters */
  readonly emaDecay?: UpdateSchedule;
}

export interface CompleteFitOptions extends Required<FitOptions> {
  readonly learningRate: UpdateSchedule;
}

/** Fill in defaults. @throws RangeError if `steps` or a constant learning rate is out of range. `adamw` checks its own options. */
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
