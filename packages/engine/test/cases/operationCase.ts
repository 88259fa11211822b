import * as tf from "@tensorflow/tfjs-core";
import type { EngineChoice, TensorSpec } from "../../src/index.ts";
import { type NdArray, values } from "../ndarray.ts";

/** An operation, what it is given, and what it must give, computed without TensorFlow.js. */
export interface OperationCase {
  readonly name: string;
  readonly inputs: readonly NdArray[];
  /** The inputs' types. @default "float32" for all */
  readonly types?: readonly TensorSpec["dtype"][];
  readonly operation: (...tensors: tf.Tensor[]) => tf.Tensor;
  readonly reference: (...arrays: NdArray[]) => NdArray;
  /** Whether its gradient is checked too, by differences of the reference. @default whether all inputs are float32 */
  readonly differentiable?: boolean;
  /** Engines that refuse to compile the operation, and part of what they say. */
  readonly refused?: Partial<Record<EngineChoice, string>>;
  /** How far engines may be off, in shares of the greatest value. @default 2e-5 */
  readonly tolerance?: number;
  /** How far graphics cards may be off, in shares of the greatest value, where they compute less exactly than others. */
  readonly gpuTolerance?: number;
  /** Engines that cannot be tried. */
  readonly skipped?: readonly EngineChoice[];
}

export const typesOf = ({ inputs, types }: OperationCase): readonly TensorSpec["dtype"][] =>
  types ?? inputs.map(() => "float32");

export const isDifferentiable = (operationCase: OperationCase): boolean =>
  operationCase.differentiable ?? typesOf(operationCase).every((type) => type === "float32");

const step = 1e-5;

const known = new Map<OperationCase, NdArray[]>();

/** The gradient of Σ w·y with respect to each element of each input, by central differences of the reference. */
export function differences(operationCase: OperationCase, weights: NdArray): NdArray[] {
  const before = known.get(operationCase);
  const gradients = before ?? centralDifferences(operationCase, weights);
  known.set(operationCase, gradients);
  return gradients;
}

function centralDifferences({ inputs, reference }: OperationCase, weights: NdArray): NdArray[] {
  const loss = (changed: readonly NdArray[]): number =>
    reference(...changed).data.reduce((sum, y, i) => sum + y * weights.data[i]!, 0);
  return inputs.map(({ shape, data }, k) => ({
    shape,
    data: data.map((x, i) => {
      const moved = (by: number): NdArray[] =>
        inputs.map((input, j) => (j === k ? { shape, data: data.with(i, x + by) } : input));
      return (loss(moved(step)) - loss(moved(-step))) / (2 * step);
    }),
  }));
}

export const weightsFor = (shape: readonly number[]): NdArray => values(shape, 99);

/** The function that gives the gradient of Σ w·y, for inputs "0", "1", … and w. */
export function gradientOf({
  inputs,
  operation,
}: OperationCase): (given: Readonly<Record<string, tf.Tensor>>) => Record<string, tf.Tensor> {
  return (given) => {
    const loss = (...tensors: tf.Tensor[]): tf.Tensor => tf.sum(tf.mul(operation(...tensors), given["w"]!));
    const gradients = tf.grads(loss)(inputs.map((_, k) => given[`${k}`]!));
    return Object.fromEntries(gradients.map((gradient, k) => [`d${k}`, gradient]));
  };
}
