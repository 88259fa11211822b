import type { GraphDataType } from "../graph/graph.ts";
import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import {
  type Attributes,
  anything,
  bools,
  floats,
  like,
  numbers,
  type Operation,
  type Operations,
} from "./Operation.ts";

type Write = (graph: OnnxBuilder, x: TensorName, attributes: Attributes) => TensorName;

const of = (types: readonly GraphDataType[], write: string | Write): Operation => ({
  types,
  outputs: like("x"),
  lower: (graph, call) => {
    const x = call.tensor("x");
    return [typeof write === "string" ? graph.op(write, [x]) : write(graph, x, call.attributes)];
  },
});

const filled = (value: number): Operation => ({
  types: anything,
  outputs: like("x"),
  lower: (graph, call) => [graph.filled(call.outputShape, call.node.outputs[0]!.dtype, value)],
});

/** log(1 + x) = log(u)·x/(u − 1) with u = 1 + x as rounded: exact to the last digits for small x too. */
function log1p(graph: OnnxBuilder, x: TensorName): TensorName {
  const one = graph.scalar(1);
  const u = graph.op("Add", [x, one]);
  const product = graph.op("Mul", [graph.op("Log", [u]), graph.op("Div", [x, graph.op("Sub", [u, one])])]);
  return graph.op("Where", [graph.op("Equal", [u, one]), x, product]);
}

/** Kernels that treat every element of one tensor by itself. */
export const unary: Operations = {
  Abs: of(numbers, "Abs"),
  Ceil: of(floats, "Ceil"),
  Cos: of(floats, "Cos"),
  Elu: of(floats, "Elu"),
  Erf: of(floats, "Erf"),
  Exp: of(floats, "Exp"),
  Floor: of(floats, "Floor"),
  Log: of(floats, "Log"),
  Neg: of(numbers, "Neg"),
  Reciprocal: of(floats, "Reciprocal"),
  Relu: of(floats, "Relu"),
  Round: of(floats, "Round"),
  Sigmoid: of(floats, "Sigmoid"),
  Sign: of(numbers, "Sign"),
  Sin: of(floats, "Sin"),
  Softplus: of(floats, "Softplus"),
  Sqrt: of(floats, "Sqrt"),
  Tanh: of(floats, "Tanh"),
  LogicalNot: of(bools, "Not"),
  Identity: of(anything, (_, x) => x),
  Log1p: of(floats, log1p),
  Relu6: of(floats, (graph, x) => graph.op("Clip", [x, graph.scalar(0), graph.scalar(6)])),
  Rsqrt: of(floats, (graph, x) => graph.op("Reciprocal", [graph.op("Sqrt", [x])])),
  Square: of(numbers, (graph, x) => graph.op("Mul", [x, x])),
  LeakyRelu: of(floats, (graph, x, { alpha }) =>
    graph.op("LeakyRelu", [x], { alpha: { float: alpha as number } }),
  ),
  ClipByValue: {
    types: numbers,
    outputs: like("x"),
    lower: (graph, call) => {
      const { dtype } = call.node.inputs["x"]!;
      const { clipValueMin, clipValueMax } = call.attributes as Record<string, number>;
      const bounds = [graph.scalar(clipValueMin!, dtype), graph.scalar(clipValueMax!, dtype)];
      return [graph.op("Clip", [call.tensor("x"), ...bounds])];
    },
  },
  Step: of(floats, (graph, x, { alpha }) =>
    graph.op("Where", [
      graph.op("Greater", [x, graph.scalar(0)]),
      graph.scalar(1),
      graph.scalar((alpha as number | undefined) ?? 0),
    ]),
  ),
  Cast: {
    types: anything,
    outputs: ({ x }, { dtype }) => [{ shape: x!.shape, dtype: dtype as GraphDataType }],
    lower: (graph, call) => [graph.cast(call.tensor("x"), call.attributes["dtype"] as GraphDataType)],
  },
  ZerosLike: filled(0),
  OnesLike: filled(1),
  Fill: {
    outputs: (_, { shape, dtype }) => [
      { shape: shape as number[], dtype: (dtype ?? "float32") as GraphDataType },
    ],
    lower: (graph, call) => [
      graph.filled(call.outputShape, call.node.outputs[0]!.dtype, call.attributes["value"] as number),
    ],
  },
};
