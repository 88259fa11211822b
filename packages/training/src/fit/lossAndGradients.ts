import type { Signature, TensorFunction } from "@cellgen/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { Objective } from "./fitOptions.ts";

/** Function for an engine to compile, and its signature. */
export interface CompilableStep {
  readonly fn: TensorFunction;
  readonly signature: Signature;
}

/** Return the name of a parameter in the inputs of the compiled step. */
export const parameterInput = (name: string): string => `parameters/${name}`;
export const gradientOutput = (name: string): string => `gradients/${name}`;

/**
 * Combine a loss and its gradient with respect to every parameter into one function.
 *
 * Inputs: `parameters/NAME` for each parameter, and the inputs of the loss. Outputs: `loss`, a scalar, and `gradients/NAME` with the shape of
 * each parameter.
 */
export function lossAndGradients(
  { parameterShapes, loss }: Pick<Objective, "parameterShapes" | "loss">,
  inputs: Signature,
): CompilableStep {
  const names = Object.keys(parameterShapes);
  const parameters = Object.entries(parameterShapes).map(
    ([name, shape]) => [parameterInput(name), { shape, dtype: "float32" }] as const,
  );
  const fn: TensorFunction = (tensors) => {
    const lossOf = (...values: tf.Tensor[]): tf.Scalar =>
      loss(Object.fromEntries(names.map((name, index) => [name, values[index]!])), tensors);
    const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => tensors[parameterInput(name)]!));
    return {
      loss: value,
      ...Object.fromEntries(names.map((name, index) => [gradientOutput(name), grads[index]!])),
    };
  };
  return { fn, signature: { ...Object.fromEntries(parameters), ...inputs } };
}
