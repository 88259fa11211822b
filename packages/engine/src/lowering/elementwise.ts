import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import type { GraphDataType } from "../trace/graph.ts";
import type { Lowering, LoweringTable } from "./Lowering.ts";

/** ONNX's numbers for element types, as the operator Cast takes them. */
export const castTypes: Readonly<Record<GraphDataType, number>> = { float32: 1, int32: 6, bool: 9 };

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

/** A constant of one value, in the type of the output. */
function filled(
  graph: OnnxBuilder,
  shape: readonly number[],
  dtype: GraphDataType,
  value: number,
): TensorName {
  const size = shape.reduce((a, b) => a * b, 1);
  const kind = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
  return graph.constant(`fill ${dtype} ${shape} ${value}`, dtype, shape, new kind(size).fill(value));
}

const filledLike =
  (value: number): Lowering =>
  (graph, call) => [filled(graph, call.outputShape, call.node.outputs[0]!.dtype, value)];

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
  Log1p: unary((graph, x) => graph.op("Log", [graph.op("Add", [x, graph.scalar(1)])])),
  Relu6: unary((graph, x) => graph.op("Clip", [x, graph.scalar(0), graph.scalar(6)])),
  Rsqrt: unary((graph, x) => graph.op("Reciprocal", [graph.op("Sqrt", [x])])),
  Square: unary((graph, x) => graph.op("Mul", [x, x])),
  LeakyRelu: unary((graph, x, { alpha }) =>
    graph.op("LeakyRelu", [x], { alpha: { float: alpha as number } }),
  ),
  ClipByValue: unary((graph, x, { clipValueMin, clipValueMax }) =>
    graph.op("Clip", [x, graph.scalar(clipValueMin as number), graph.scalar(clipValueMax as number)]),
  ),
  Step: unary((graph, x, { alpha }) =>
    graph.op("Where", [
      graph.op("Greater", [x, graph.scalar(0)]),
      graph.scalar(1),
      graph.scalar((alpha as number | undefined) ?? 0),
    ]),
  ),
  Cast: unary((graph, x, { dtype }) => graph.op("Cast", [x], { to: castTypes[dtype as GraphDataType] })),
  ZerosLike: filledLike(0),
  OnesLike: filledLike(1),
  Fill: (graph, call) => [
    filled(graph, call.outputShape, call.node.outputs[0]!.dtype, call.attributes["value"] as number),
  ],
  Add: plainBinary("Add"),
  Sub: plainBinary("Sub"),
  Multiply: plainBinary("Mul"),
  RealDiv: plainBinary("Div"),
  Maximum: plainBinary("Max"),
  Minimum: plainBinary("Min"),
  Pow: plainBinary("Pow"),
  FloorDiv: binary((graph, a, b, dtype) => {
    const quotient = graph.op("Div", [a, b]);
    return dtype === "float32" ? graph.op("Floor", [quotient]) : quotient;
  }),
  Mod: binary((graph, a, b, dtype) =>
    dtype === "float32"
      ? graph.op("Sub", [a, graph.op("Mul", [b, graph.op("Floor", [graph.op("Div", [a, b])])])])
      : graph.op("Mod", [a, b]),
  ),
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
  AddN: (graph, call) => [graph.op("Sum", call.tensors)],
  Select: (graph, call) => {
    const rank = call.shape("t").length;
    const condition = call.shape("condition");
    // tfjs lets a vector of conditions choose among rows.
    const lifted =
      condition.length < rank
        ? graph.reshape(call.tensor("condition"), [
            ...condition,
            ...new Array(rank - condition.length).fill(1),
          ])
        : call.tensor("condition");
    return [graph.op("Where", [lifted, call.tensor("t"), call.tensor("e")])];
  },
};
