import * as tf from "@tensorflow/tfjs-core";
import type { GraphDataType } from "./graph.ts";
import { type Attributes, forKernels, input, type OutputRule, type OutputRules } from "./outputRule.ts";

const float: readonly GraphDataType[] = ["float32"];
const numbers: readonly GraphDataType[] = ["float32", "int32"];
const bools: readonly GraphDataType[] = ["bool"];
const any: readonly GraphDataType[] = ["float32", "int32", "bool"];

const like =
  (name: string): OutputRule =>
  (inputs) => [input(inputs, name)];

const elementwise: OutputRule = (inputs) => {
  const [a, b] = [input(inputs, "a"), input(inputs, "b")];
  return [{ shape: broadcast(a.shape, b.shape), dtype: a.dtype }];
};

const comparison: OutputRule = (inputs) => [
  { shape: broadcast(input(inputs, "a").shape, input(inputs, "b").shape), dtype: "bool" },
];

const reduction: OutputRule = (inputs, attributes) => {
  const x = input(inputs, "x");
  const axes = reducedAxes(x.shape, attributes);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const shape = attributes["keepDims"] ? kept : x.shape.filter((_, i) => !axes.includes(i));
  return [{ shape, dtype: x.dtype }];
};

const matrixProduct: OutputRule = (inputs, { transposeA, transposeB }) => {
  const [a, b] = [input(inputs, "a"), input(inputs, "b")];
  const [rows, inner] = transposeA ? [-1, -2] : [-2, -1];
  const [innerB, columns] = transposeB ? [-1, -2] : [-2, -1];
  if (a.shape.at(inner) !== b.shape.at(innerB)) {
    throw new RangeError(
      `compile: matMul must have inner sizes that are equal, got shapes [${a.shape}] and [${b.shape}] with transposeA ${transposeA} and transposeB ${transposeB}.`,
    );
  }
  const outer = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return [{ shape: [...outer, a.shape.at(rows)!, b.shape.at(columns)!], dtype: "float32" }];
};

/** Kernels that compute element by element, along axes, or products of matrices. */
export const arithmeticSpecs: OutputRules = {
  ...forKernels(
    "Ceil Cos Elu Erf Exp Floor LeakyRelu Log Log1p Reciprocal Relu Relu6 Round Rsqrt Sigmoid Sin Softplus Sqrt Step Tanh",
    float,
    like("x"),
  ),
  ...forKernels("Abs ClipByValue Neg Sign Square", numbers, like("x")),
  ...forKernels("Identity OnesLike ZerosLike", any, like("x")),
  ...forKernels("LogicalNot", bools, like("x")),
  ...forKernels("EluGrad", float, like("dy")),
  ...forKernels("Softmax", float, like("logits")),
  ...forKernels("AddN", numbers, like("0")),
  ...forKernels(
    "Add FloorDiv Maximum Minimum Mod Multiply Pow RealDiv SquaredDifference Sub",
    numbers,
    elementwise,
  ),
  ...forKernels("Equal NotEqual", any, comparison),
  ...forKernels("Greater GreaterEqual Less LessEqual", numbers, comparison),
  ...forKernels("LogicalAnd LogicalOr", bools, comparison),
  ...forKernels("Max Min Prod Sum", numbers, reduction),
  ...forKernels("Mean", float, reduction),
  ...forKernels("BatchMatMul", float, matrixProduct),
  ...forKernels("Cast", any, (inputs, { dtype }) => [
    { shape: input(inputs, "x").shape, dtype: dtype as GraphDataType },
  ]),
  ...forKernels("Select", any, (inputs) => {
    const [t, e] = [input(inputs, "t"), input(inputs, "e")];
    return [
      {
        shape: t.shape,
        dtype: tf.upcastType(t.dtype as tf.DataType, e.dtype as tf.DataType) as GraphDataType,
      },
    ];
  }),
  Fill: (_, { shape, dtype }) => [{ shape: shape as number[], dtype: (dtype ?? "float32") as GraphDataType }],
  OneHot: (inputs, { depth, dtype }) => [
    {
      shape: [...input(inputs, "indices").shape, depth as number],
      dtype: (dtype ?? "int32") as GraphDataType,
    },
  ],
  UnsortedSegmentSum: (inputs, { numSegments }) => {
    const x = input(inputs, "x");
    return [{ shape: [numSegments as number, ...x.shape.slice(1)], dtype: x.dtype }];
  },
};

/** The axes of a reduction, counted from the front; none given are all. tfjs's maximum calls them otherwise than its other reductions. */
export function reducedAxes(shape: readonly number[], attributes: Attributes): readonly number[] {
  const axes = attributes["reductionIndices"] ?? attributes["axis"];
  return tf.util.parseAxisParam(axes as number | number[], [...shape]);
}

function broadcast(a: readonly number[], b: readonly number[]): number[] {
  return tf.backend_util.assertAndGetBroadcastShape([...a], [...b]);
}
