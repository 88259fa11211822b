import * as tf from "@tensorflow/tfjs-core";
import { at, build, map, type NdArray, total, values, wholes } from "../ndarray.ts";
import type { OperationCase } from "./operationCase.ts";

const x = values([2, 3, 5], 1);

/** Reduces axes of a [2, 3, 5] array. */
function reduced(
  axes: readonly number[],
  keep: boolean,
  join: (members: readonly number[]) => number,
): (array: NdArray) => NdArray {
  return (array) => {
    const shape = array.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const result = build(shape, (kept) => {
      const members: number[] = [];
      build(array.shape, (index) => {
        if (index.every((i, axis) => axes.includes(axis) || i === kept[axis]))
          members.push(at(array, ...index));
        return 0;
      });
      return join(members);
    });
    return keep ? result : { shape: shape.filter((_, axis) => !axes.includes(axis)), data: result.data };
  };
}

const sum = (members: readonly number[]): number => members.reduce((a, b) => a + b, 0);
const mean = (members: readonly number[]): number => sum(members) / members.length;

type Reduction = readonly [
  name: string,
  operation: (x: tf.Tensor) => tf.Tensor,
  axes: readonly number[],
  keep: boolean,
  join: (members: readonly number[]) => number,
];

const reductions: readonly Reduction[] = [
  ["sum of everything", (t) => tf.sum(t), [0, 1, 2], false, sum],
  ["sum over the leading axes", (t) => tf.sum(t, [0, 1]), [0, 1], false, sum],
  ["sum over the leading axes, kept", (t) => tf.sum(t, [1, 0], true), [0, 1], true, sum],
  ["sum over the middle axis", (t) => tf.sum(t, 1), [1], false, sum],
  ["sum over the last axis, counted from the end", (t) => tf.sum(t, -1, true), [2], true, sum],
  ["sum over no axis", (t) => tf.sum(t, []), [], false, sum],
  ["mean", (t) => tf.mean(t, [0, 2]), [0, 2], false, mean],
  ["mean of everything", (t) => tf.mean(t), [0, 1, 2], false, mean],
  ["max", (t) => tf.max(t, 1, true), [1], true, (members) => Math.max(...members)],
  ["min", (t) => tf.min(t, [0, 2]), [0, 2], false, (members) => Math.min(...members)],
  [
    "logSumExp",
    (t) => tf.logSumExp(t, 1),
    [1],
    false,
    (members) => Math.log(sum(members.map((member) => Math.exp(member)))),
  ],
  [
    "variance of moments",
    (t) => tf.moments(t, [0, 1]).variance,
    [0, 1],
    false,
    (members) => mean(members.map((member) => (member - mean(members)) ** 2)),
  ],
  ["euclidean norm", (t) => tf.norm(t, "euclidean", 2), [2], false, (members) => Math.hypot(...members)],
];

function product(
  a: NdArray,
  b: NdArray,
  transposeA: boolean,
  transposeB: boolean,
  batch: readonly number[] = [],
): NdArray {
  const rows = a.shape.at(transposeA ? -1 : -2)!;
  const inner = a.shape.at(transposeA ? -2 : -1)!;
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const outer = (matrices: NdArray, index: readonly number[]) =>
    index.slice(0, -2).map((i, axis) => (matrices.shape[axis] === 1 ? 0 : i));
  return build([...batch, rows, columns], (index) => {
    const [i, j] = index.slice(-2) as [number, number];
    return total(inner, (k) => {
      const [ofA, ofB] = [transposeA ? [k, i] : [i, k], transposeB ? [j, k] : [k, j]];
      return at(a, ...outer(a, index), ...ofA) * at(b, ...outer(b, index), ...ofB);
    });
  });
}

const softmax = (array: NdArray): NdArray =>
  build(array.shape, ([i, j, k]) => {
    const weights = (l: number) => Math.exp(at(array, i!, j!, l));
    return weights(k!) / total(array.shape[2]!, weights);
  });

export const reductionCases: readonly OperationCase[] = [
  ...reductions.map(
    ([name, operation, axes, keep, join]): OperationCase => ({
      name,
      inputs: [x],
      operation: (tensor) => operation(tensor!),
      reference: (array) => reduced(axes, keep, join)(array!),
    }),
  ),
  {
    name: "prod",
    inputs: [x],
    operation: (tensor) => tf.prod(tensor!, 1),
    reference: (array) => reduced([1], false, (members) => members.reduce((a, b) => a * b))(array!),
    differentiable: false,
  },
  {
    name: "sum and max of int32",
    inputs: [wholes([2, 3, 5], 2, -9, 9)],
    types: ["int32"],
    operation: (tensor) => tf.add(tf.sum(tensor!, [0, 1]), tf.max(tensor!, [0, 1])),
    reference: (array) => reduced([0, 1], false, (members) => sum(members) + Math.max(...members))(array!),
  },
  {
    name: "count of what is above zero",
    inputs: [x],
    operation: (tensor) => tf.sum(tf.greater(tensor!, 0), 0),
    reference: (array) =>
      reduced([0], false, (members) => members.filter((member) => member > 0).length)(array!),
    differentiable: false,
  },
  {
    name: "softmax",
    inputs: [x],
    operation: (tensor) => tf.softmax(tensor!),
    reference: (array) => softmax(array!),
  },
  {
    name: "logSoftmax",
    inputs: [x],
    operation: (tensor) => tf.logSoftmax(tensor!),
    reference: (array) => map(softmax(array!), Math.log),
  },
  ...[
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ].map(
    ([transposeA, transposeB]): OperationCase => ({
      name: `matMul, transposeA ${transposeA}, transposeB ${transposeB}`,
      inputs: [values(transposeA ? [4, 3] : [3, 4], 1), values(transposeB ? [5, 4] : [4, 5], 2)],
      operation: (a, b) => tf.matMul(a!, b!, transposeA, transposeB),
      reference: (a, b) => product(a!, b!, transposeA!, transposeB!),
    }),
  ),
  {
    name: "matMul of batches",
    inputs: [values([3, 4, 2], 1), values([3, 4, 5], 2)],
    operation: (a, b) => tf.matMul(a!, b!, true),
    reference: (a, b) => product(a!, b!, true, false, [3]),
  },
  {
    name: "matMul of one matrix and a batch",
    inputs: [values([1, 3, 4], 1), values([3, 4, 5], 2)],
    operation: (a, b) => tf.matMul(a!, b!),
    reference: (a, b) => product(a!, b!, false, false, [3]),
    differentiable: false,
  },
  {
    name: "matMul of batches that broadcast",
    inputs: [values([2, 1, 3, 4], 1), values([3, 5, 4], 2)],
    operation: (a, b) => tf.matMul(a!, b!, false, true),
    reference: (a, b) => product(a!, { ...b!, shape: [1, 3, 5, 4] }, false, true, [2, 3]),
    differentiable: false,
    refused: Object.fromEntries(
      ["webgpu", "webgl", "wasm", "cpu"].map((name) => [
        name,
        `engine ${name} computes incorrect values for matMul of batches [2,1] and [3]: use equal shapes.`,
      ]),
    ),
  },
];
