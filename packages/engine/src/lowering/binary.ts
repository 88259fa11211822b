import type { GraphDataType } from "../graph/graph.ts";
import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import type { Lowering, LoweringTable } from "./Lowering.ts";

type Write = (graph: OnnxBuilder, a: TensorName, b: TensorName, dtype: GraphDataType) => TensorName;

const as =
  (write: string | Write): Lowering =>
  (graph, call) => {
    const [a, b] = [call.tensor("a"), call.tensor("b")];
    const { dtype } = call.node.inputs["a"]!;
    return [typeof write === "string" ? graph.op(write, [a, b]) : write(graph, a, b, dtype)];
  };

/** Compute the remainder with the sign of the divisor. */
function modulo(graph: OnnxBuilder, a: TensorName, b: TensorName, dtype: GraphDataType): TensorName {
  if (dtype === "int32") return graph.op("Mod", [a, b]);
  // For floats, ONNX only has the remainder with the sign of the dividend.
  const rest = graph.op("Mod", [a, b], { fmod: 1 });
  const differ = graph.op("Less", [graph.op("Mul", [rest, b]), graph.scalar(0)]);
  return graph.op("Where", [differ, graph.op("Add", [rest, b]), rest]);
}

/** Elementwise kernels with two or more tensors. Shapes broadcast as in NumPy, in both tfjs and ONNX. */
export const binary: LoweringTable = {
  Add: as("Add"),
  Sub: as("Sub"),
  Multiply: as("Mul"),
  RealDiv: as("Div"),
  Maximum: as("Max"),
  Minimum: as("Min"),
  Pow: as("Pow"),
  FloorDiv: as((graph, a, b, dtype) =>
    dtype === "float32"
      ? graph.op("Floor", [graph.op("Div", [a, b])])
      : graph.op("Div", [graph.op("Sub", [a, modulo(graph, a, b, dtype)]), b]),
  ),
  Mod: as(modulo),
  SquaredDifference: as((graph, a, b) => {
    const difference = graph.op("Sub", [a, b]);
    return graph.op("Mul", [difference, difference]);
  }),
  Equal: as("Equal"),
  NotEqual: as((graph, a, b) => graph.op("Not", [graph.op("Equal", [a, b])])),
  Greater: as("Greater"),
  GreaterEqual: as("GreaterOrEqual"),
  Less: as("Less"),
  LessEqual: as("LessOrEqual"),
  LogicalAnd: as("And"),
  LogicalOr: as("Or"),
  // ONNX Runtime's Sum does not support int32.
  AddN: (graph, call) => [call.tensors.reduce((sum, x) => graph.op("Add", [sum, x]))],
  // dy where y ≥ 0, otherwise dy·(y + 1), because y + 1 is the exponential there.
  EluGrad: (graph, call) => {
    const slope = graph.op("Min", [graph.op("Add", [call.tensor("y"), graph.scalar(1)]), graph.scalar(1)]);
    return [graph.op("Mul", [call.tensor("dy"), slope])];
  },
  Select: (graph, call) => {
    const to = call.node.outputs[0]!.dtype;
    const converted = (name: string) =>
      call.node.inputs[name]!.dtype === to ? call.tensor(name) : graph.cast(call.tensor(name), to);
    return [graph.op("Where", [call.tensor("condition"), converted("t"), converted("e")])];
  },
};
