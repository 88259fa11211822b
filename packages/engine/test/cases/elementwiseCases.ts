import * as tf from "@tensorflow/tfjs-core";
import { broadcastAt, build, map, type NdArray, total, values } from "../ndarray.ts";
import type { OperationCase } from "./operationCase.ts";

export type Unary = readonly [name: string, operation: (x: tf.Tensor) => tf.Tensor, f: (x: number) => number];
export type Binary = readonly [
  name: string,
  operation: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  f: (a: number, b: number) => number,
];

/** The error function by its power series, for |x| up to 3. */
const erf = (x: number): number => {
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};
const roundHalfToEven = (x: number): number => {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
};
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const modulo = (a: number, b: number): number => a - b * Math.floor(a / b);

const unary: readonly Unary[] = [
  ["abs", tf.abs, Math.abs],
  ["ceil", tf.ceil, Math.ceil],
  ["clipByValue", (x) => tf.clipByValue(x, -0.5, 1), (x) => Math.min(Math.max(x, -0.5), 1)],
  ["clone", tf.clone, (x) => x],
  ["elu", tf.elu, (x) => (x > 0 ? x : Math.expm1(x))],
  ["erf", tf.erf, erf],
  ["exp", tf.exp, Math.exp],
  ["floor", tf.floor, Math.floor],
  ["leakyRelu", (x) => tf.leakyRelu(x, 0.3), (x) => (x > 0 ? x : 0.3 * x)],
  ["neg", tf.neg, (x) => -x],
  ["onesLike", tf.onesLike, () => 1],
  ["reciprocal", tf.reciprocal, (x) => 1 / x],
  ["relu", tf.relu, (x) => Math.max(x, 0)],
  ["relu6", (x) => tf.relu6(tf.mul(x, 5)), (x) => Math.min(Math.max(5 * x, 0), 6)],
  ["round", tf.round, roundHalfToEven],
  ["sigmoid", tf.sigmoid, sigmoid],
  ["sign", tf.sign, Math.sign],
  ["softplus", tf.softplus, (x) => Math.log1p(Math.exp(x))],
  ["square", tf.square, (x) => x * x],
  ["step", (x) => tf.step(x, 0.25), (x) => (x > 0 ? 1 : 0.25)],
  ["tanh", tf.tanh, Math.tanh],
  ["zerosLike", tf.zerosLike, () => 0],
];

const unaryOfAngles: readonly Unary[] = [
  ["cos", tf.cos, Math.cos],
  ["sin", tf.sin, Math.sin],
];

const unaryOfPositive: readonly Unary[] = [
  ["log", tf.log, Math.log],
  ["log1p", tf.log1p, Math.log1p],
  ["rsqrt", tf.rsqrt, (x) => 1 / Math.sqrt(x)],
  ["sqrt", tf.sqrt, Math.sqrt],
];

const binary: readonly Binary[] = [
  ["add", tf.add, (a, b) => a + b],
  ["sub", tf.sub, (a, b) => a - b],
  ["mul", tf.mul, (a, b) => a * b],
  ["div", tf.div, (a, b) => a / b],
  ["mod", tf.mod, modulo],
];

export const of = ([name, operation, f]: Unary, x: NdArray): OperationCase => ({
  name,
  inputs: [x],
  operation: (tensor) => operation(tensor!),
  reference: (array) => map(array!, f),
});

/** Two shapes that broadcast against each other. */
export const ofTwo = ([name, operation, f]: Binary, a: NdArray, b: NdArray): OperationCase => ({
  name,
  inputs: [a, b],
  operation: (x, y) => operation(x!, y!),
  reference: (x, y) => build([2, 3, 5], (index) => f(broadcastAt(x!, index), broadcastAt(y!, index))),
});

const mask = [1, 0, 0, 1, 1].map(Boolean);

/** tfjs has no gradient of these for shapes that broadcast: values with, gradients without. */
const binaryOfOneShape: readonly Binary[] = [
  ["maximum", tf.maximum, Math.max],
  ["minimum", tf.minimum, Math.min],
  ["squaredDifference", tf.squaredDifference, (a, b) => (a - b) ** 2],
];

export const elementwiseCases: readonly OperationCase[] = [
  ...unary.map((entry) => of(entry, values([2, 3, 5], 1))),
  // What WebGPU's shading language asks for within [-π, π].
  ...unaryOfAngles.map((entry) => ({ ...of(entry, values([2, 3, 5], 1)), gpuTolerance: 2 ** -11 })),
  ...unaryOfPositive.map((entry) => of(entry, values([7], 2, 0.1, 3))),
  ...binary.map((entry) => ofTwo(entry, values([2, 1, 5], 4), values([3, 1], 5, 0.5, 2))),
  ...binaryOfOneShape.map((entry) => ({
    ...ofTwo(entry, values([2, 1, 5], 4), values([3, 1], 5)),
    name: `${entry[0]}, broadcast`,
    differentiable: false,
  })),
  ...binaryOfOneShape.map((entry) => ofTwo(entry, values([2, 3, 5], 4), values([2, 3, 5], 5))),
  {
    name: "where",
    inputs: [values([2, 5], 1), values([2, 5], 2)],
    operation: (a, b) => tf.where(tf.tensor1d(mask, "bool"), a!, b!),
    reference: (a, b) => build([2, 5], (index) => broadcastAt(mask[index[1]!] ? a! : b!, index)),
    differentiable: false,
  },
  {
    name: "where of equal shapes",
    inputs: [values([5], 1), values([5], 2)],
    operation: (a, b) => tf.where(tf.tensor1d(mask, "bool"), a!, b!),
    reference: (a, b) => build([5], ([i]) => (mask[i!] ? a! : b!).data[i!]!),
  },
  ofTwo(["pow", tf.pow, (a, b) => a ** b], values([2, 1, 5], 4, 0.3, 2), values([3, 1], 5)),
  {
    ...ofTwo(["floorDiv", tf.floorDiv, (a, b) => Math.floor(a / b)], values([2, 1, 5], 4), values([3, 1], 5)),
    differentiable: false,
    refused: { webgl: "engine webgl computes incorrect values for floorDiv of float32" },
  },
  {
    ...of(["round at halves", tf.round, roundHalfToEven], { shape: [5], data: [-1.5, -0.5, 0.5, 1.5, 2.5] }),
    differentiable: false,
  },
  of(["mod of negatives", (x) => tf.mod(x, -3), (x) => modulo(x, -3)], values([9], 8, -9, 9)),
  {
    ...of(["log1p near zero", tf.log1p, Math.log1p], values([5], 9, -1e-6, 1e-6)),
    // These compute log(1 + x), which is off by 7 % there; of what onnx computes instead, compilers for graphics cards make the same.
    skipped: ["wasm", "webgl", "webgpu", "onnx:webgpu"],
  },
  of(["sigmoid far from zero", tf.sigmoid, sigmoid], { shape: [2], data: [-60, 60] }),
  {
    ...of(["float32 to int32", (x) => tf.cast(x, "int32"), Math.trunc], values([9], 1, -3, 3)),
    differentiable: false,
  },
  {
    name: "addN",
    inputs: [values([2, 3], 1), values([2, 3], 2), values([2, 3], 3)],
    operation: (...tensors) => tf.addN(tensors),
    reference: (a, b, c) => build([2, 3], ([i, j]) => total(3, (k) => [a!, b!, c!][k]!.data[3 * i! + j!]!)),
  },
  {
    name: "a number beside a tensor, and a constant of another backend",
    inputs: [values([4], 1)],
    operation: (x) => tf.add(tf.mul(2, x!), tf.tensor1d([1, 2, 3, 4])),
    reference: (x) => build([4], ([i]) => 2 * x!.data[i!]! + i! + 1),
  },
];
