import * as tf from "@tensorflow/tfjs-core";
import type { GraphDataType } from "../graph/graph.ts";
import {
  type Attributes,
  floats,
  input,
  like,
  numbers,
  type Operation,
  type Operations,
} from "./Operation.ts";

/** Return the non-negative axes of a reduction; all axes if none are given. tfjs's maximum uses another attribute name than the others. */
export function reducedAxes(shape: readonly number[], attributes: Attributes): readonly number[] {
  const axes = attributes["reductionIndices"] ?? attributes["axis"];
  return tf.util.parseAxisParam(axes as number | number[], [...shape]);
}

const reduction = (types: readonly GraphDataType[]): Operation => ({
  types,
  outputs: (inputs, attributes) => {
    const x = input(inputs, "x");
    const axes = reducedAxes(x.shape, attributes);
    const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
    const shape = attributes["keepDims"] ? kept : x.shape.filter((_, i) => !axes.includes(i));
    return [{ shape, dtype: x.dtype }];
  },
});

/** Reduction kernels. */
export const reductions: Operations = {
  Sum: reduction(numbers),
  Mean: reduction(floats),
  Max: reduction(numbers),
  Min: reduction(numbers),
  Prod: reduction(numbers),
  Softmax: { types: floats, outputs: like("logits") },
};
