import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import type { GraphDataType } from "../trace/graph.ts";
import type { Lowering, LoweringTable } from "./Lowering.ts";

/** ONNX's numbers for element types, as the operator Cast takes them. */
export const castTypes: Readonly<Record<GraphDataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  bool: 9,
};

const unary =
  (
    write: (graph: OnnxBuilder, x: TensorName, attributes: Readonly<Record<string, unknown>>) => TensorName,
  ): Lowering =>
  (graph, call) => [write(graph, call.tensor("x"), call.attributes)];

const plainUnary = (type: string): Lowering => unary((graph, x) => graph.op(type, [x]));

const binary =
  (write: (graph: OnnxBuilder, a: TensorName, b: TensorName, dtype: GraphDataType) => TensorName): Lowering =>
  (graph, call) => [write(graph, call.tensor("a"), call.tensor("b"), call.node.inputs["a"]!.dtype)];

const plainBinary = (type: string): Lowering => binary((graph, a, b) => graph.op(type, [a, b]));

const filled =
  (value: number): Lowering =>
  (graph, call) => [graph.filled(call.outputShape, call.node.outputs[0]!.dtype, value)];

/** log(1 + x) = log(u)·x/(u − 1) with u = 1 + x as rounded: exact to the last digits for small x too. */
function log1p(graph: OnnxBuilder, x: TensorName): TensorName {
  const one = graph.scalar(1);
  const u = graph.op("Add", [x, one]);
  const product = graph.op("Mul", [graph.op("Log", [u]), graph.op("Div", [x, graph.op("Sub", [u, one])])]);
  return graph.op("Where", [graph.op("Equal", [u, one]), x, product]);
}

/** The remainder with the divisor's sign. */
function modulo(graph: OnnxBuilder, a: TensorName, b: TensorName, dtype: GraphDataType): TensorName {
  if (dtype === "int32") return graph.op("Mod", [a, b]);
  // Of floats ONNX has the remainder with the dividend's sign alone.
  const rest = graph.op("Mod", [a, b], { fmod: 1 });
  const differ = graph.op("Less", [graph.op("Mul", [rest, b]), graph.scalar(0)]);
  return graph.op("Where", [differ, graph.op("Add", [rest, b]), rest]);
}

/** Kernels that treat every element by itself; shapes broadcast as in NumPy, in tfjs as in ONNX. */
export const elementwise: LoweringTable = {
  Abs: plainUnary("Abs"),
  Ceil: plainUnary("Ceil"),
  Cos: plainUnary("Cos"),
  Elu: plainUnary("Elu"),
  Erf: plainUnary("Erf"),
  Exp: plainUnary("Exp"),
  Floor: plainUnary("Floor"),
  Log: plainUnary("Log"),
  Neg: plainUnary("Neg"),
  Reciprocal: plainUnary("Reciprocal"),
  Relu: plainUnary("Relu"),
  Round: plainUnary("Round"),
  Sigmoid: plainUnary("Sigmoid"),
  Sign: plainUnary("Sign"),
  Sin: plainUnary("Sin"),
  Softplus: plainUnary("Softplus"),
  Sqrt: plainUnary("Sqrt"),
  Tanh: plainUnary("Tanh"),
  LogicalNot: plainUnary("Not"),
  Identity: unary((_, x) => x),
  Log1p: unary(log1p),
  Relu6: unary((graph, x) => graph.op("Clip", [x, graph.scalar(0), graph.scalar(6)])),
  Rsqrt: unary((graph, x) => graph.op("Reciprocal", [graph.op("Sqrt", [x])])),
  Square: unary((graph, x) => graph.op("Mul", [x, x])),
  LeakyRelu: unary((graph, x, { alpha }) =>
    graph.op("LeakyRelu", [x], { alpha: { float: alpha as number } }),
  ),
  ClipByValue: (graph, call) => {
    const { dtype } = call.node.inputs["x"]!;
    const { clipValueMin, clipValueMax } = call.attributes as Record<string, number>;
    const bounds = [graph.scalar(clipValueMin!, dtype), graph.scalar(clipValueMax!, dtype)];
    return [graph.op("Clip", [call.tensor("x"), ...bounds])];
  },
  Step: unary((graph, x, { alpha }) =>
    graph.op("Where", [
      graph.op("Greater", [x, graph.scalar(0)]),
      graph.scalar(1),
      graph.scalar((alpha as number | undefined) ?? 0),
    ]),
  ),
  Cast: unary((graph, x, { dtype }) => graph.op("Cast", [x], { to: castTypes[dtype as GraphDataType] })),
  // dy where y ≥ 0, else dy·(y + 1): y + 1 is the exponential there.
  EluGrad: (graph, call) => {
    const slope = graph.op("Min", [graph.op("Add", [call.tensor("y"), graph.scalar(1)]), graph.scalar(1)]);
    return [graph.op("Mul", [call.tensor("dy"), slope])];
  },
  ZerosLike: filled(0),
  OnesLike: filled(1),
  Fill: (graph, call) => filled(call.attributes["value"] as number)(graph, call),
  Add: plainBinary("Add"),
  Sub: plainBinary("Sub"),
  Multiply: plainBinary("Mul"),
  RealDiv: plainBinary("Div"),
  Maximum: plainBinary("Max"),
  Minimum: plainBinary("Min"),
  Pow: plainBinary("Pow"),
  FloorDiv: binary((graph, a, b, dtype) =>
    dtype === "float32"
      ? graph.op("Floor", [graph.op("Div", [a, b])])
      : graph.op("Div", [graph.op("Sub", [a, modulo(graph, a, b, dtype)]), b]),
  ),
  Mod: binary(modulo),
  SquaredDifference: binary((graph, a, b) => {
    const difference = graph.op("Sub", [a, b]);
    return graph.op("Mul", [difference, difference]);
  }),
  Equal: plainBinary("Equal"),
  Greater: plainBinary("Greater"),
  GreaterEqual: plainBinary("GreaterOrEqual"),
  Less: plainBinary("Less"),
  LessEqual: plainBinary("LessOrEqual"),
  LogicalAnd: plainBinary("And"),
  LogicalOr: plainBinary("Or"),
  NotEqual: binary((graph, a, b) => graph.op("Not", [graph.op("Equal", [a, b])])),
  // ONNX Runtime's Sum takes no whole numbers.
  AddN: (graph, call) => [call.tensors.reduce((sum, x) => graph.op("Add", [sum, x]))],
  Select: (graph, call) => {
    const to = call.node.outputs[0]!.dtype;
    const converted = (name: string) =>
      call.node.inputs[name]!.dtype === to
        ? call.tensor(name)
        : graph.op("Cast", [call.tensor(name)], { to: castTypes[to] });
    return [graph.op("Where", [call.tensor("condition"), converted("t"), converted("e")])];
  },
};
