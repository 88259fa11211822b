import type { GraphDataType } from "../graph/graph.ts";
import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import type { Lowering, LoweringTable } from "./Lowering.ts";

type Write = (graph: OnnxBuilder, x: TensorName, attributes: Readonly<Record<string, unknown>>) => TensorName;

const as =
  (write: string | Write): Lowering =>
  (graph, call) => {
    const x = call.tensor("x");
    return [typeof write === "string" ? graph.op(write, [x]) : write(graph, x, call.attributes)];
  };

const filled =
  (value: number): Lowering =>
  (graph, call) => [graph.filled(call.outputShape, call.node.outputs[0]!.dtype, value)];

/** Compute log(1 + x) = log(u)·x/(u − 1) with the rounded u = 1 + x, which is accurate for small x too. */
function log1p(graph: OnnxBuilder, x: TensorName): TensorName {
  const one = graph.scalar(1);
  const u = graph.op("Add", [x, one]);
  const product = graph.op("Mul", [graph.op("Log", [u]), graph.op("Div", [x, graph.op("Sub", [u, one])])]);
  return graph.op("Where", [graph.op("Equal", [u, one]), x, product]);
}

/** Elementwise kernels with one tensor. */
export const unary: LoweringTable = {
  Abs: as("Abs"),
  Ceil: as("Ceil"),
  Cos: as("Cos"),
  Elu: as("Elu"),
  Erf: as("Erf"),
  Exp: as("Exp"),
  Floor: as("Floor"),
  Log: as("Log"),
  Neg: as("Neg"),
  Reciprocal: as("Reciprocal"),
  Relu: as("Relu"),
  Round: as("Round"),
  Sigmoid: as("Sigmoid"),
  Sign: as("Sign"),
  Sin: as("Sin"),
  Softplus: as("Softplus"),
  Sqrt: as("Sqrt"),
  Tanh: as("Tanh"),
  LogicalNot: as("Not"),
  Identity: as((_, x) => x),
  Log1p: as(log1p),
  Relu6: as((graph, x) => graph.op("Clip", [x, graph.scalar(0), graph.scalar(6)])),
  Rsqrt: as((graph, x) => graph.op("Reciprocal", [graph.op("Sqrt", [x])])),
  Square: as((graph, x) => graph.op("Mul", [x, x])),
  LeakyRelu: as((graph, x, { alpha }) => graph.op("LeakyRelu", [x], { alpha: { float: alpha as number } })),
  ClipByValue: (graph, call) => {
    const { dtype } = call.node.inputs["x"]!;
    const { clipValueMin, clipValueMax } = call.attributes as Record<string, number>;
    const bounds = [graph.scalar(clipValueMin!, dtype), graph.scalar(clipValueMax!, dtype)];
    return [graph.op("Clip", [call.tensor("x"), ...bounds])];
  },
  Step: as((graph, x, { alpha }) =>
    graph.op("Where", [
      graph.op("Greater", [x, graph.scalar(0)]),
      graph.scalar(1),
      graph.scalar((alpha as number | undefined) ?? 0),
    ]),
  ),
  Cast: (graph, call) => [graph.cast(call.tensor("x"), call.attributes["dtype"] as GraphDataType)],
  ZerosLike: filled(0),
  OnesLike: filled(1),
  Fill: (graph, call) => filled(call.attributes["value"] as number)(graph, call),
};
