import type { Signature, TensorFunction } from "@cellgen/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { Objective } from "./fitOptions.ts";

/** A function for an engine to compile, and the tensors that it takes. */
export interface CompilableStep {
  readonly fn: TensorFunction;
  readonly signature: Signature;
}

/** The name of a parameter or a gradient among the inputs and outputs of the compiled step. */
export const parameterInput = (name: string): string => `parameters/${name}`;
export const gradientOutput = (name: string): string => `gradients/${name}`;

/**
 * A loss and its gradient by every parameter, in one function.
 *
 * It takes `parameters/NAME` for each parameter, and the loss's own inputs under their names. It returns `loss`, a scalar, and
 * `gradients/NAME`, each of its parameter's shape.
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
