import * as tf from "@tensorflow/tfjs-core";
import type { GraphDataType } from "../graph/graph.ts";
import { sizeOf } from "../graph/shape.ts";
import type { Lowering } from "../lowering/Lowering.ts";
import {
  type Attributes,
  floats,
  input,
  like,
  numbers,
  type Operation,
  type Operations,
} from "./Operation.ts";

/** The axes of a reduction, counted from the front; none given are all. tfjs's maximum calls them otherwise than its other reductions. */
export function reducedAxes(shape: readonly number[], attributes: Attributes): readonly number[] {
  const axes = attributes["reductionIndices"] ?? attributes["axis"];
  return tf.util.parseAxisParam(axes as number | number[], [...shape]);
}

const reduction = (types: readonly GraphDataType[], lower: Lowering): Operation => ({
  types,
  outputs: (inputs, attributes) => {
    const x = input(inputs, "x");
    const axes = reducedAxes(x.shape, attributes);
    const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
    const shape = attributes["keepDims"] ? kept : x.shape.filter((_, i) => !axes.includes(i));
    return [{ shape, dtype: x.dtype }];
  },
  lower,
});

const by =
  (type: "ReduceSum" | "ReduceMean" | "ReduceMax" | "ReduceMin" | "ReduceProd"): Lowering =>
  (graph, call) => {
    const axes = reducedAxes(call.shape("x"), call.attributes);
    if (axes.length === 0) return [call.tensor("x")];
    return [graph.reduce(type, call.tensor("x"), axes, call.attributes["keepDims"] === true)];
  };

/** A sum over all axes but the last is a product with ones, which ONNX Runtime computes three times as fast as a reduction. */
const sum: Lowering = (graph, call) => {
  const x = call.shape("x");
  const axes = reducedAxes(x, call.attributes);
  const leading = axes.length === x.length - 1 && axes.every((axis, i) => axis === i);
  if (!leading || axes.length === 0 || call.node.outputs[0]!.dtype !== "float32")
    return by("ReduceSum")(graph, call);
  const channels = x.at(-1)!;
  const rows = sizeOf(x) / channels;
  const product = graph.op("MatMul", [
    graph.filled([1, rows], "float32", 1),
    graph.reshape(call.tensor("x"), [rows, channels]),
  ]);
  return [graph.reshape(product, call.outputShape)];
};

/** Kernels that take axes together. */
export const reductions: Operations = {
  Sum: reduction(numbers, sum),
  Mean: reduction(floats, by("ReduceMean")),
  Max: reduction(numbers, by("ReduceMax")),
  Min: reduction(numbers, by("ReduceMin")),
  Prod: reduction(numbers, by("ReduceProd")),
  Softmax: {
    types: floats,
    outputs: like("logits"),
    lower: (graph, call) => {
      const rank = call.outputShape.length;
      const dim = call.attributes["dim"] as number;
      return [graph.op("Softmax", [call.tensor("logits")], { axis: dim < 0 ? rank + dim : dim })];
    },
  },
};
