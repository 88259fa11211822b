import * as tf from "@tensorflow/tfjs-core";
import { map, wholes } from "../ndarray.ts";
import { type Binary, modulo, of, ofTwo, type Unary } from "./elementwiseCases.ts";
import type { OperationCase } from "./operationCase.ts";

const backwards = (x: tf.Tensor) => tf.stridedSlice(x, [2, 4], [-4, -6], [-1, -1]);

const unaryOfWholes: readonly Unary[] = [
  ["abs of int32", tf.abs, Math.abs],
  ["clipByValue of int32", (x) => tf.clipByValue(x, -2, 3), (x) => Math.min(Math.max(x, -2), 3)],
  ["neg of int32", tf.neg, (x) => -x],
  ["sign of int32", tf.sign, Math.sign],
  ["square of int32", tf.square, (x) => x * x],
  ["int32 to float32", (x) => tf.div(tf.cast(x, "float32"), 4), (x) => x / 4],
  ["int32 to bool", (x) => tf.cast(x, "bool"), (x) => (x === 0 ? 0 : 1)],
  ["stridedSlice of int32, there and back", (x) => backwards(backwards(x)), (x) => x],
  ["reverse of bool, there and back", (x) => tf.reverse(tf.reverse(tf.greater(x, 0))), (x) => Number(x > 0)],
];

const binaryOfWholes: readonly Binary[] = [
  ["add of int32", tf.add, (a, b) => a + b],
  ["sub of int32", tf.sub, (a, b) => a - b],
  ["mul of int32", tf.mul, (a, b) => a * b],
  ["addN of int32", (a, b) => tf.addN([tf.add(a, b), tf.add(b, a)]), (a, b) => 2 * (a + b)],
  ["floorDiv of int32", tf.floorDiv, (a, b) => Math.floor(a / b)],
  ["maximum of int32", tf.maximum, Math.max],
  ["mod of int32", tf.mod, modulo],
  ["pow of int32", (a, b) => tf.pow(a, tf.abs(b)), (a, b) => a ** Math.abs(b)],
  ["squaredDifference of int32", tf.squaredDifference, (a, b) => (a - b) ** 2],
  ["equal", tf.equal, (a, b) => Number(a === b)],
  ["notEqual", tf.notEqual, (a, b) => Number(a !== b)],
  ["greater", tf.greater, (a, b) => Number(a > b)],
  ["greaterEqual", tf.greaterEqual, (a, b) => Number(a >= b)],
  ["less", tf.less, (a, b) => Number(a < b)],
  ["lessEqual", tf.lessEqual, (a, b) => Number(a <= b)],
  [
    "logicalAnd, logicalOr, logicalNot",
    (a, b) => tf.logicalOr(tf.logicalAnd(tf.less(a, 0), tf.less(b, 0)), tf.logicalNot(tf.equal(a, b))),
    (a, b) => Number((a < 0 && b < 0) || a !== b),
  ],
  [
    "where of int32 and float32",
    (a, b) => tf.where(tf.less(a, b), a, tf.mul(tf.cast(b, "float32"), 0.5)),
    (a, b) => (a < b ? a : b / 2),
  ],
];

/** What backends of tfjs would compute wrongly. */
const refusals: Readonly<Record<string, OperationCase["refused"]>> = {
  "clipByValue of int32": { wasm: "engine wasm computes incorrect values for clipByValue of int32" },
  "reverse of bool, there and back": { wasm: "engine wasm computes incorrect values for reverse of bool" },
  "stridedSlice of int32, there and back": {
    wasm: "engine wasm computes incorrect values for stridedSlice of int32",
  },
  "int32 to bool": { wasm: "engine wasm computes incorrect values for cast to bool" },
  "where of int32 and float32": {
    wasm: "engine wasm computes incorrect values for where of two types",
    tensorflow: "engine tensorflow computes incorrect values for where of two types",
  },
};

const int32 = (operationCase: OperationCase): OperationCase => {
  const refused = refusals[operationCase.name];
  const types = operationCase.inputs.map(() => "int32" as const);
  return { ...operationCase, types, ...(refused && { refused }) };
};

const left = wholes([2, 1, 5], 6, -4, 4);
const right = map(wholes([3, 5], 7, -3, 2), (x) => (x < 0 ? x : x + 1));

/** Elementwise operations of int32, which give int32 or bool. */
export const wholeNumberCases: readonly OperationCase[] = [
  ...unaryOfWholes.map((entry) => int32(of(entry, wholes([3, 5], 3, -5, 5)))),
  ...binaryOfWholes.map((entry) => int32(ofTwo(entry, left, right))),
];
