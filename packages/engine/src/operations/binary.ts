import * as tf from "@tensorflow/tfjs-core";
import type { GraphDataType } from "../graph/graph.ts";
import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import {
  anything,
  bools,
  broadcast,
  floats,
  input,
  like,
  numbers,
  type Operation,
  type Operations,
} from "./Operation.ts";

type Write = (graph: OnnxBuilder, a: TensorName, b: TensorName, dtype: GraphDataType) => TensorName;

/** @param result - The type of the result; without it that of `a`. */
const of = (types: readonly GraphDataType[], write: string | Write, result?: GraphDataType): Operation => ({
  types,
  outputs: (inputs) => {
    const [a, b] = [input(inputs, "a"), input(inputs, "b")];
    return [{ shape: broadcast(a.shape, b.shape), dtype: result ?? a.dtype }];
  },
  lower: (graph, call) => {
    const [a, b] = [call.tensor("a"), call.tensor("b")];
    const { dtype } = call.node.inputs["a"]!;
    return [typeof write === "string" ? graph.op(write, [a, b]) : write(graph, a, b, dtype)];
  },
});

/** The remainder with the divisor's sign. */
function modulo(graph: OnnxBuilder, a: TensorName, b: TensorName, dtype: GraphDataType): TensorName {
  if (dtype === "int32") return graph.op("Mod", [a, b]);
  // Of floats ONNX has the remainder with the dividend's sign alone.
  const rest = graph.op("Mod", [a, b], { fmod: 1 });
  const differ = graph.op("Less", [graph.op("Mul", [rest, b]), graph.scalar(0)]);
  return graph.op("Where", [differ, graph.op("Add", [rest, b]), rest]);
}

/** Kernels that treat elements of two or more tensors one by one; shapes broadcast as in NumPy, in tfjs as in ONNX. */
export const binary: Operations = {
  Add: of(numbers, "Add"),
  Sub: of(numbers, "Sub"),
  Multiply: of(numbers, "Mul"),
  RealDiv: of(numbers, "Div"),
  Maximum: of(numbers, "Max"),
  Minimum: of(numbers, "Min"),
  Pow: of(numbers, "Pow"),
  FloorDiv: of(numbers, (graph, a, b, dtype) =>
    dtype === "float32"
      ? graph.op("Floor", [graph.op("Div", [a, b])])
      : graph.op("Div", [graph.op("Sub", [a, modulo(graph, a, b, dtype)]), b]),
  ),
  Mod: of(numbers, modulo),
  SquaredDifference: of(numbers, (graph, a, b) => {
    const difference = graph.op("Sub", [a, b]);
    return graph.op("Mul", [difference, difference]);
  }),
  Equal: of(anything, "Equal", "bool"),
  NotEqual: of(anything, (graph, a, b) => graph.op("Not", [graph.op("Equal", [a, b])]), "bool"),
  Greater: of(numbers, "Greater", "bool"),
  GreaterEqual: of(numbers, "GreaterOrEqual", "bool"),
  Less: of(numbers, "Less", "bool"),
  LessEqual: of(numbers, "LessOrEqual", "bool"),
  LogicalAnd: of(bools, "And", "bool"),
  LogicalOr: of(bools, "Or", "bool"),
  AddN: {
    types: numbers,
    outputs: like("0"),
    // ONNX Runtime's Sum takes no whole numbers.
    lower: (graph, call) => [call.tensors.reduce((sum, x) => graph.op("Add", [sum, x]))],
  },
  EluGrad: {
    types: floats,
    outputs: like("dy"),
    // dy where y ≥ 0, else dy·(y + 1): y + 1 is the exponential there.
    lower: (graph, call) => {
      const slope = graph.op("Min", [graph.op("Add", [call.tensor("y"), graph.scalar(1)]), graph.scalar(1)]);
      return [graph.op("Mul", [call.tensor("dy"), slope])];
    },
  },
  Select: {
    types: anything,
    outputs: (inputs) => {
      const [t, e] = [input(inputs, "t"), input(inputs, "e")];
      const dtype = tf.upcastType(t.dtype as tf.DataType, e.dtype as tf.DataType) as GraphDataType;
      return [{ shape: t.shape, dtype }];
    },
    lower: (graph, call) => {
      const to = call.node.outputs[0]!.dtype;
      const converted = (name: string) =>
        call.node.inputs[name]!.dtype === to ? call.tensor(name) : graph.cast(call.tensor(name), to);
      return [graph.op("Where", [call.tensor("condition"), converted("t"), converted("e")])];
    },
  },
};
