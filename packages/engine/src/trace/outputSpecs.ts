import * as tf from "@tensorflow/tfjs-core";
import { sizeOf } from "../signature.ts";
import { layerGeometry, stockGeometry } from "./convolutionGeometry.ts";
import type { GraphDataType, Value } from "./graph.ts";

type Attributes = Readonly<Record<string, unknown>>;
type Inputs = Readonly<Record<string, Value>>;

interface OutputSpec {
  readonly shape: readonly number[];
  readonly dtype: GraphDataType;
}

type Rule = (inputs: Inputs, attributes: Attributes) => readonly OutputSpec[];

/** The input of that name; kernels are called by tfjs with the inputs that they declare. */
export function input(inputs: Inputs, name: string): Value {
  const value = inputs[name];
  if (!value) throw new Error(`compile: a kernel was called without its input "${name}".`);
  return value;
}

const like =
  (name: string): Rule =>
  (inputs) => [input(inputs, name)];

const elementwise: Rule = (inputs) => {
  const [a, b] = [input(inputs, "a"), input(inputs, "b")];
  return [{ shape: broadcast(a.shape, b.shape), dtype: a.dtype }];
};

const comparison: Rule = (inputs) => [
  { shape: broadcast(input(inputs, "a").shape, input(inputs, "b").shape), dtype: "bool" },
];

const reduction: Rule = (inputs, { axis, keepDims }) => {
  const x = input(inputs, "x");
  const axes = tf.util.parseAxisParam(axis as number | number[], [...x.shape]);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  return [{ shape: keepDims ? kept : x.shape.filter((_, i) => !axes.includes(i)), dtype: x.dtype }];
};

const unary =
  "Abs Ceil ClipByValue Cos Elu Erf Exp Floor Identity LeakyRelu Log Log1p Neg OnesLike Reciprocal Relu Relu6 Reverse Round Rsqrt Sigmoid Sign Sin Softplus Sqrt Square Step Tanh ZerosLike";
const binary = "Add FloorDiv Maximum Minimum Mod Multiply Pow RealDiv SquaredDifference Sub";
const comparing = "Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr NotEqual";
const reducing = "Max Mean Min Prod Sum";

const rules: Record<string, Rule> = {
  ...all(unary, like("x")),
  ...all(binary, elementwise),
  ...all(comparing, comparison),
  ...all(reducing, reduction),
  LogicalNot: like("x"),
  AddN: like("0"),
  Softmax: like("logits"),
  Cast: (inputs, { dtype }) => [{ shape: input(inputs, "x").shape, dtype: dtype as GraphDataType }],
  Reshape: (inputs, { shape }) => {
    const x = input(inputs, "x");
    return [{ shape: tf.util.inferFromImplicitShape(shape as number[], sizeOf(x.shape)), dtype: x.dtype }];
  },
  ExpandDims: (inputs, { dim }) => {
    const x = input(inputs, "input");
    const at = (dim as number) < 0 ? x.shape.length + 1 + (dim as number) : (dim as number);
    return [{ shape: [...x.shape.slice(0, at), 1, ...x.shape.slice(at)], dtype: x.dtype }];
  },
  Transpose: (inputs, { perm }) => {
    const x = input(inputs, "x");
    return [{ shape: (perm as number[]).map((i) => x.shape[i] ?? 1), dtype: x.dtype }];
  },
  Concat: (inputs, { axis }) => {
    const parts = Object.values(inputs);
    const first = parts[0]!;
    const at = tf.util.parseAxisParam(axis as number, [...first.shape])[0]!;
    const total = parts.reduce((sum, part) => sum + part.shape[at]!, 0);
    return [{ shape: first.shape.map((size, i) => (i === at ? total : size)), dtype: first.dtype }];
  },
  Pack: (inputs, { axis }) => {
    const parts = Object.values(inputs);
    const shape = [...parts[0]!.shape];
    shape.splice(axis as number, 0, parts.length);
    return [{ shape, dtype: parts[0]!.dtype }];
  },
  Unpack: (inputs, { axis }) => {
    const value = input(inputs, "value");
    const at = tf.util.parseAxisParam(axis as number, [...value.shape])[0]!;
    const part = { shape: value.shape.filter((_, i) => i !== at), dtype: value.dtype };
    return new Array(value.shape[at]).fill(part);
  },
  SplitV: (inputs, { numOrSizeSplits, axis }) => {
    const x = input(inputs, "x");
    const at = tf.util.parseAxisParam(axis as number, [...x.shape])[0]!;
    return splitSizes(x.shape[at]!, numOrSizeSplits as number | number[]).map((size) => ({
      shape: x.shape.map((old, i) => (i === at ? size : old)),
      dtype: x.dtype,
    }));
  },
  Slice: (inputs, { begin, size }) => {
    const x = input(inputs, "x");
    return [{ shape: sliceBounds(x.shape, begin, size).size, dtype: x.dtype }];
  },
  StridedSlice: (inputs, attributes) => {
    const x = input(inputs, "x");
    return [{ shape: stridedSliceInfo(x.shape, attributes).finalShapeSparse, dtype: x.dtype }];
  },
  PadV2: (inputs, { paddings }) => {
    const x = input(inputs, "x");
    const pads = paddings as [number, number][];
    return [{ shape: x.shape.map((size, i) => size + pads[i]![0] + pads[i]![1]), dtype: x.dtype }];
  },
  Tile: (inputs, { reps }) => {
    const x = input(inputs, "x");
    return [{ shape: x.shape.map((size, i) => size * (reps as number[])[i]!), dtype: x.dtype }];
  },
  BroadcastTo: (inputs, { shape }) => [{ shape: shape as number[], dtype: input(inputs, "x").dtype }],
  GatherV2: (inputs, { axis, batchDims }) => {
    const [x, indices] = [input(inputs, "x"), input(inputs, "indices")];
    if (batchDims) throw new RangeError(`compile: gather must have batchDims 0, got ${String(batchDims)}.`);
    const at = tf.util.parseAxisParam(axis as number, [...x.shape])[0]!;
    return [{ shape: [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)], dtype: x.dtype }];
  },
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
  Select: (inputs) => [input(inputs, "t")],
  Fill: (_, { shape, dtype }) => [{ shape: shape as number[], dtype: (dtype ?? "float32") as GraphDataType }],
  BatchMatMul: (inputs, { transposeA, transposeB }) => {
    const [a, b] = [input(inputs, "a"), input(inputs, "b")];
    const rows = a.shape.at(transposeA ? -1 : -2)!;
    const columns = b.shape.at(transposeB ? -2 : -1)!;
    return [
      { shape: [...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns], dtype: "float32" },
    ];
  },
  Conv2D: (inputs, attributes) => {
    const [x, filter] = [input(inputs, "x"), input(inputs, "filter")];
    return [{ shape: stockGeometry(x.shape, filter.shape, attributes).outShape, dtype: "float32" }];
  },
  Conv2DBackpropInput: (_, { inputShape }) => [{ shape: inputShape as number[], dtype: "float32" }],
  Conv2DBackpropFilter: (_, { filterShape }) => [{ shape: filterShape as number[], dtype: "float32" }],
  ResizeNearestNeighbor: (inputs, { size }) => {
    const [n, , , c] = input(inputs, "images").shape as [number, number, number, number];
    return [{ shape: [n, ...(size as [number, number]), c], dtype: "float32" }];
  },
  CellgenConv2d: (inputs, attributes) => {
    const [n, h, w] = input(inputs, "x").shape as [number, number, number, number];
    const [kh, kw, , k] = input(inputs, "filter").shape as [number, number, number, number];
    const { pads, strides } = layerGeometry(attributes);
    const outHeight = Math.floor((h + pads[0] + pads[2] - kh) / strides[0]) + 1;
    const outWidth = Math.floor((w + pads[1] + pads[3] - kw) / strides[1]) + 1;
    return [{ shape: [n, outHeight, outWidth, k], dtype: "float32" }];
  },
  CellgenConv2dInputGradient: (_, { inputShape }) => [{ shape: inputShape as number[], dtype: "float32" }],
  CellgenConv2dFilterGradient: (_, { filterShape }) => [{ shape: filterShape as number[], dtype: "float32" }],
  CellgenGroupNorm: (inputs, { groups }) => {
    const x = input(inputs, "x");
    const perGroup: OutputSpec = { shape: [x.shape[0]!, groups as number], dtype: "float32" };
    return [x, perGroup, perGroup];
  },
  CellgenGroupNormGradient: (inputs) => [input(inputs, "x"), input(inputs, "gamma"), input(inputs, "beta")],
  CellgenSilu: like("x"),
  CellgenSiluGradient: like("x"),
  CellgenAttention: (inputs) => {
    const [query, key] = [input(inputs, "query"), input(inputs, "key")];
    return [query, { shape: [query.shape[0]!, query.shape[1]!, key.shape[1]!], dtype: "float32" }];
  },
  CellgenAttentionGradient: (inputs) => [
    input(inputs, "query"),
    input(inputs, "key"),
    input(inputs, "value"),
  ],
  CellgenUpsample2x: (inputs) => {
    const [n, h, w, c] = input(inputs, "x").shape as [number, number, number, number];
    return [{ shape: [n, 2 * h, 2 * w, c], dtype: "float32" }];
  },
  CellgenUpsample2xGradient: (inputs) => {
    const [n, h, w, c] = input(inputs, "dy").shape as [number, number, number, number];
    return [{ shape: [n, h / 2, w / 2, c], dtype: "float32" }];
  },
};

/** The names of the kernels that can be traced. */
export const tracedKernels: readonly string[] = Object.keys(rules);

/** The shapes and types that a kernel call gives, without computing it. */
export function outputSpecs(kernel: string, inputs: Inputs, attributes: Attributes): readonly OutputSpec[] {
  return rules[kernel]!(inputs, attributes);
}

/** The sizes of a split's parts: equal ones by count, or given, where one may be -1 for the rest. */
export function splitSizes(total: number, parts: number | readonly number[]): readonly number[] {
  if (typeof parts === "number") return new Array(parts).fill(total / parts);
  const known = parts.reduce((sum, part) => sum + Math.max(part, 0), 0);
  return parts.map((part) => (part < 0 ? total - known : part));
}

/** A slice's begin and size with -1 ("to the end") and left-out dimensions filled in. */
export function sliceBounds(
  shape: readonly number[],
  begin: unknown,
  size: unknown,
): { begin: number[]; size: number[] } {
  const from = shape.map((_, i) =>
    typeof begin === "number" ? (i === 0 ? begin : 0) : ((begin as number[])[i] ?? 0),
  );
  const given = typeof size === "number" ? [size] : ((size ?? []) as number[]);
  return {
    begin: from,
    size: shape.map((total, i) => {
      const wanted = given[i] ?? -1;
      return wanted < 0 ? total - from[i]! : wanted;
    }),
  };
}

/** A strided slice's bounds with its masks applied. */
export function stridedSliceInfo(
  shape: readonly number[],
  attributes: Attributes,
): ReturnType<typeof tf.slice_util.sliceInfo> {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  return tf.slice_util.sliceInfo(
    [...shape],
    begin as number[],
    end as number[],
    strides as number[],
    beginMask as number,
    endMask as number,
    ellipsisMask as number,
    newAxisMask as number,
    shrinkAxisMask as number,
  );
}

function broadcast(a: readonly number[], b: readonly number[]): number[] {
  return tf.backend_util.assertAndGetBroadcastShape([...a], [...b]);
}

function all(names: string, rule: Rule): Record<string, Rule> {
  return Object.fromEntries(names.split(" ").map((name) => [name, rule]));
}
