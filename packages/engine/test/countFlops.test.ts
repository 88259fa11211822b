import "@tensorflow/tfjs-backend-cpu";
import { attention, conv2d } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { setEagerBackend } from "../src/engines/eager/setEagerBackend.ts";
import { countFlops, type TensorFunction, type TensorSpec } from "../src/index.ts";

const float = (...shape: number[]): TensorSpec => ({ shape, dtype: "float32" });

/** The gradients of Σ y with respect to all inputs. */
const backward =
  (fn: (...tensors: tf.Tensor[]) => tf.Tensor): TensorFunction =>
  (inputs) => {
    const names = Object.keys(inputs);
    const gradients = tf.grads((...tensors) => tf.sum(tf.square(fn(...tensors))))(
      names.map((name) => inputs[name]!),
    );
    return Object.fromEntries(names.map((name, i) => [`d${name}`, gradients[i]!]));
  };

beforeAll(() => setEagerBackend());

const convolve = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) =>
  conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, { strides: 2, pads: [1, 1, 1, 1] });
const convolution = { x: float(2, 8, 6, 3), filter: float(3, 3, 3, 5), bias: float(5) };
// 2·(2·4·3 places)·(3·3·3 terms)·(5 channels)
const convolutionFlops = 2 * 24 * 27 * 5;

it("countFlops of a convolution: a multiplication and an addition a term", () => {
  const fn: TensorFunction = ({ x, filter, bias }) => ({ y: convolve(x!, filter!, bias!) });
  expect(countFlops(fn, convolution)).toBe(convolutionFlops);
});

it("countFlops of a convolution and its gradients: three times as much, twice if the image needs none", () => {
  expect(countFlops(backward(convolve), convolution)).toBe(3 * convolutionFlops);
  const ofFilter: TensorFunction = ({ x, filter, bias }) => ({
    dfilter: tf.grad((w) => tf.sum(tf.square(convolve(x!, w, bias!))))(filter!),
  });
  expect(countFlops(ofFilter, convolution)).toBe(2 * convolutionFlops);
});

it("countFlops of tfjs's own convolution and its gradients", () => {
  const stock = (x: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
  const { x, filter } = convolution;
  expect(countFlops(backward(stock), { x, filter })).toBe(3 * convolutionFlops);
});

it("countFlops of matrix products, however transposed", () => {
  const signature = { a: float(3, 4), b: float(4, 5), c: float(4, 3), d: float(7, 5, 4) };
  const fn: TensorFunction = ({ a, b, c, d }) => ({
    plain: tf.matMul(a!, b!),
    transposed: tf.matMul(c!, b!, true),
    batched: tf.matMul(d!, tf.reshape(c!, [1, 4, 3])),
  });
  expect(countFlops(fn, signature)).toBe(2 * (3 * 4 * 5) + 2 * (3 * 4 * 5) + 2 * 7 * (5 * 4 * 3));
});

it("countFlops of attention: two products forward, four more backward", () => {
  const attend = (query: tf.Tensor, key: tf.Tensor, value: tf.Tensor) =>
    attention(query as tf.Tensor3D, key as tf.Tensor3D, value as tf.Tensor3D, 1);
  const signature = { query: float(2, 3, 4), key: float(2, 5, 4), value: float(2, 5, 4) };
  const product = 2 * 2 * (3 * 4 * 5);
  const fn: TensorFunction = ({ query, key, value }) => ({ y: attend(query!, key!, value!) });
  expect(countFlops(fn, signature)).toBe(2 * product);
  expect(countFlops(backward(attend), signature)).toBe(6 * product);
});

it("countFlops leaves elementwise work out, and refuses what cannot be traced", () => {
  expect(countFlops(({ x }) => ({ y: tf.exp(x!) }), { x: float(9) })).toBe(0);
  expect(() => countFlops(({ x }) => ({ y: tf.cumsum(x!) }), { x: float(9) })).toThrow("got Cumsum at ");
});
