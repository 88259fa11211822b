import * as tf from "@tensorflow/tfjs-core";
import { at, build, type NdArray, total, values, wholes } from "../ndarray.ts";
import type { OperationCase } from "./operationCase.ts";

const x = values([2, 3, 5], 1);

/** An operation on a [2, 3, 5] tensor that puts elements elsewhere: the new shape, and where each element comes from. */
function moved(
  name: string,
  operation: (x: tf.Tensor) => tf.Tensor,
  shape: readonly number[],
  element: (x: NdArray, index: readonly number[]) => number,
  differentiable = true,
): OperationCase {
  return {
    name,
    inputs: [x],
    operation: (tensor) => operation(tensor!),
    reference: (array) => build(shape, (index) => element(array!, index)),
    differentiable,
  };
}

const flat = (array: NdArray, shape: readonly number[], index: readonly number[]): number =>
  array.data[index.reduce((sum, i, axis) => sum * shape[axis]! + i, 0)]!;

const rows: readonly OperationCase[] = [
  moved(
    "reshape",
    (t) => tf.reshape(t, [5, -1]),
    [5, 6],
    (a, index) => flat(a, [5, 6], index),
  ),
  moved(
    "expandDims",
    (t) => tf.expandDims(t, 1),
    [2, 1, 3, 5],
    (a, [i, , j, k]) => at(a, i!, j!, k!),
  ),
  moved(
    "expandDims at the end",
    (t) => tf.expandDims(t, -1),
    [2, 3, 5, 1],
    (a, [i, j, k]) => at(a, i!, j!, k!),
  ),
  moved(
    "squeeze",
    (t) => tf.squeeze(tf.slice(t, [1], [1])),
    [3, 5],
    (a, [j, k]) => at(a, 1, j!, k!),
  ),
  moved(
    "transpose",
    (t) => tf.transpose(t, [2, 0, 1]),
    [5, 2, 3],
    (a, [k, i, j]) => at(a, i!, j!, k!),
  ),
  moved(
    "transpose back to front",
    (t) => tf.transpose(t),
    [5, 3, 2],
    (a, [k, j, i]) => at(a, i!, j!, k!),
  ),
  moved(
    "reverse",
    (t) => tf.reverse(t, [0, -1]),
    [2, 3, 5],
    (a, [i, j, k]) => at(a, 1 - i!, j!, 4 - k!),
  ),
  moved(
    "reverse of everything",
    (t) => tf.reverse(t),
    [2, 3, 5],
    (a, [i, j, k]) => at(a, 1 - i!, 2 - j!, 4 - k!),
  ),
  moved(
    "slice",
    (t) => tf.slice(t, [0, 1, 2], [-1, 1, 2]),
    [2, 1, 2],
    (a, [i, , k]) => at(a, i!, 1, k! + 2),
  ),
  moved(
    "slice by a number",
    (t) => tf.slice(t, 1),
    [1, 3, 5],
    (a, [, j, k]) => at(a, 1, j!, k!),
  ),
  moved(
    "slice of everything",
    (t) => tf.slice(t, [0]),
    [2, 3, 5],
    (a, index) => at(a, ...index),
  ),
  moved(
    "stridedSlice",
    (t) => tf.stridedSlice(t, [0, 0, 1], [2, 3, 5], [1, 2, 3]),
    [2, 2, 2],
    (a, [i, j, k]) => at(a, i!, 2 * j!, 1 + 3 * k!),
    false,
  ),
  moved(
    "stridedSlice backwards",
    (t) => tf.stridedSlice(t, [1, 2, 4], [0, -4, 0], [1, -1, -2], 1, 1),
    [2, 3, 2],
    (a, [i, j, k]) => at(a, i!, 2 - j!, 4 - 2 * k!),
    false,
  ),
  moved(
    "stridedSlice with a new axis and one less",
    (t) => tf.stridedSlice(t, [0, 1, 0, 0], [0, 2, 3, 2], [1, 1, 1, 1], 0, 0, 0, 1, 2),
    [1, 3, 2],
    (a, [, j, k]) => at(a, 1, j!, k!),
    false,
  ),
  moved(
    "pad",
    (t) =>
      tf.pad(
        t,
        [
          [1, 0],
          [0, 2],
          [1, 1],
        ],
        0.5,
      ),
    [3, 5, 7],
    (a, [i, j, k]) => (i! >= 1 && j! < 3 && k! >= 1 && k! < 6 ? at(a, i! - 1, j!, k! - 1) : 0.5),
  ),
  moved(
    "tile",
    (t) => tf.tile(t, [2, 1, 3]),
    [4, 3, 15],
    (a, [i, j, k]) => at(a, i! % 2, j!, k! % 5),
  ),
  moved(
    "broadcastTo",
    (t) => tf.broadcastTo(t, [4, 2, 3, 5]),
    [4, 2, 3, 5],
    (a, [, i, j, k]) => at(a, i!, j!, k!),
    false,
  ),
  moved(
    "split into equal parts, joined otherwise",
    (t) => tf.concat(tf.split(tf.tile(t, [1, 2, 1]), 3, 1).toReversed(), 1),
    [2, 6, 5],
    (a, [i, j, k]) => at(a, i!, (4 - 2 * Math.floor(j! / 2) + (j! % 2)) % 3, k!),
  ),
  moved(
    "split into given sizes, the last what is left",
    (t) => tf.split(t, [1, 3, -1], 2)[1]!,
    [2, 3, 3],
    (a, [i, j, k]) => at(a, i!, j!, k! + 1),
  ),
  moved(
    "split into one",
    (t) => tf.split(t, 1)[0]!,
    [2, 3, 5],
    (a, index) => at(a, ...index),
    false,
  ),
  moved(
    "unstack",
    (t) => tf.mul(tf.unstack(t, 1)[2]!, 2),
    [2, 5],
    (a, [i, k]) => 2 * at(a, i!, 2, k!),
  ),
  moved(
    "unstack of one",
    (t) => tf.unstack(tf.slice(t, [0, 0, 1], [-1, -1, 1]), 2)[0]!,
    [2, 3],
    (a, [i, j]) => at(a, i!, j!, 1),
    false,
  ),
  moved(
    "gather",
    (t) => tf.gather(t, tf.tensor1d([2, 0, 2, 1], "int32"), 1),
    [2, 4, 5],
    (a, [i, j, k]) => at(a, i!, [2, 0, 2, 1][j!]!, k!),
  ),
  moved(
    "gather by a matrix",
    (t) => tf.gather(t, tf.tensor2d([1, 0, 1, 1], [2, 2], "int32")),
    [2, 2, 3, 5],
    (a, [p, q, j, k]) => at(a, [1, 0, 1, 1][2 * p! + q!]!, j!, k!),
  ),
];

export const shapeCases: readonly OperationCase[] = [
  ...rows,
  {
    name: "concat along an axis counted from the end",
    inputs: [values([2, 3], 1), values([2, 1], 2), values([2, 4], 3)],
    operation: (...tensors) => tf.concat(tensors, -1),
    reference: (a, b, c) =>
      build([2, 8], ([i, j]) => (j! < 3 ? at(a!, i!, j!) : j! < 4 ? at(b!, i!, 0) : at(c!, i!, j! - 4))),
  },
  {
    name: "concat of twelve in their order",
    inputs: Array.from({ length: 12 }, (_, i) => values([1, 2], i)),
    operation: (...tensors) => tf.concat(tensors, 0),
    reference: (...arrays) => build([12, 2], ([i, j]) => arrays[i!]!.data[j!]!),
  },
  ...[0, 1, 2].map(
    (axis): OperationCase => ({
      name: `stack along axis ${axis}`,
      inputs: [values([2, 3], 1), values([2, 3], 2)],
      operation: (...tensors) => tf.stack(tensors, axis),
      reference: (...arrays) =>
        build([2, 3].toSpliced(axis, 0, 2), (index) =>
          at(arrays[index[axis]!]!, ...index.toSpliced(axis, 1)),
        ),
    }),
  ),
  {
    name: "stack along the last axis, counted from the end",
    inputs: [values([2, 3], 1), values([2, 3], 2)],
    operation: (...tensors) => tf.stack(tensors, -1),
    reference: (...arrays) => build([2, 3, 2], ([i, j, k]) => at(arrays[k!]!, i!, j!)),
    differentiable: false,
  },
  {
    name: "pad of int32",
    inputs: [wholes([3], 1, -9, 9)],
    types: ["int32"],
    operation: (tensor) => tf.pad(tensor!, [[1, 1]], 7),
    reference: (array) => ({ shape: [5], data: [7, ...array!.data, 7] }),
  },
  {
    name: "oneHot, none for what is out of range",
    inputs: [{ shape: [2, 3], data: [0, 2, 3, -1, 4, 1] }],
    types: ["int32"],
    operation: (tensor) => tf.oneHot(tensor!, 4, 5, -0.5, "float32"),
    reference: (array) => build([2, 3, 4], ([i, j, k]) => (at(array!, i!, j!) === k ? 5 : -0.5)),
    // tfjs's wasm backend writes where such an index points to.
    skipped: ["wasm"],
  },
  {
    name: "oneHot of int32",
    inputs: [{ shape: [3], data: [1, 0, 1] }],
    types: ["int32"],
    operation: (tensor) => tf.oneHot(tensor!, 2),
    reference: (array) => build([3, 2], ([i, k]) => Number(array!.data[i!] === k)),
  },
  {
    name: "unsortedSegmentSum, which drops negative segments",
    inputs: [values([5, 3], 1)],
    operation: (tensor) => tf.unsortedSegmentSum(tensor!, tf.tensor1d([2, 0, -1, 2, 0], "int32"), 4),
    reference: (array) =>
      build([4, 3], ([s, j]) => total(5, (i) => ([2, 0, -1, 2, 0][i] === s ? at(array!, i, j!) : 0))),
  },
  {
    name: "unsortedSegmentSum of int32",
    inputs: [wholes([4, 3], 1, -9, 9)],
    types: ["int32"],
    operation: (tensor) => tf.unsortedSegmentSum(tensor!, tf.tensor1d([1, 0, 1, 1], "int32"), 2),
    reference: (array) =>
      build([2, 3], ([s, j]) => total(4, (i) => ([1, 0, 1, 1][i] === s ? at(array!, i, j!) : 0))),
    // It adds the bits of float32.
    refused: { webgpu: "engine webgpu computes incorrect values for unsortedSegmentSum of int32" },
  },
  {
    name: "fill",
    inputs: [values([2, 2], 1)],
    operation: (tensor) => tf.mul(tensor!, tf.fill([2, 2], 3)),
    reference: (array) => build([2, 2], ([i, j]) => 3 * at(array!, i!, j!)),
  },
];
