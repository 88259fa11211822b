import { conv2d, groupNorm, linear, silu, upsample2x } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import * as reference from "../cases/layerReferences.ts";
import { at, broadcastAt, build, map, type NdArray, total } from "../ndarray.ts";

type Pads = reference.Geometry["pads"];

/** What functions over images are made of, on tensors of tfjs or on arrays in float64. Images are [batch, height, width, channels]. */
export interface Layers<T> {
  conv2d(x: T, filter: T, bias: T, strides?: 1 | 2, pads?: Pads): T;
  groupNorm(x: T, gamma: T, beta: T, groups: number, withSilu?: boolean): T;
  silu(x: T): T;
  upsample2x(x: T): T;
  linear(x: T, weight: T, bias: T): T;
  /** Shapes broadcast. */
  add(a: T, b: T): T;
  mul(a: T, b: T): T;
  sub(a: T, b: T): T;
  plusOne(x: T): T;
  reshape(x: T, shape: readonly number[]): T;
  concat(parts: readonly T[], axis: number): T;
  /** Channels from one on. */
  channels(x: T, from: number, count: number): T;
  /** All channels in parts of these sizes, with one call. */
  split(x: T, sizes: readonly number[]): T[];
  /** Rows from one on. */
  rows(x: T, from: number, count: number): T;
  meanOverPlaces(x: T): T;
  sumOverPlaces(x: T): T;
  sumOverSamplesAndPlaces(x: T): T;
}

const epsilon = 1e-5;

export const tensorLayers: Layers<tf.Tensor> = {
  conv2d: (x, filter, bias, strides = 1, pads = [1, 1, 1, 1]) =>
    conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, { strides, pads }),
  groupNorm: (x, gamma, beta, groups, withSilu = false) =>
    groupNorm(x as tf.Tensor4D, gamma as tf.Tensor1D, beta as tf.Tensor1D, {
      groups,
      epsilon,
      silu: withSilu,
    }),
  silu: (x) => silu(x),
  upsample2x: (x) => upsample2x(x as tf.Tensor4D),
  linear: (x, weight, bias) => linear(x, weight as tf.Tensor2D, bias as tf.Tensor1D),
  add: (a, b) => tf.add(a, b),
  mul: (a, b) => tf.mul(a, b),
  sub: (a, b) => tf.sub(a, b),
  plusOne: (x) => tf.add(x, 1),
  reshape: (x, shape) => tf.reshape(x, [...shape]),
  concat: (parts, axis) => tf.concat([...parts], axis),
  channels: (x, from, count) => tf.slice(x, [0, 0, 0, from], [-1, -1, -1, count]),
  split: (x, sizes) => tf.split(x, [...sizes], 3),
  rows: (x, from, count) => tf.slice(x, [0, from, 0, 0], [-1, count, -1, -1]),
  meanOverPlaces: (x) => tf.mean(x, [1, 2]),
  sumOverPlaces: (x) => tf.sum(x, [1, 2]),
  sumOverSamplesAndPlaces: (x) => tf.sum(x, [0, 1, 2]),
};

export const arrayLayers: Layers<NdArray> = {
  conv2d: (x, filter, bias, strides = 1, pads = [1, 1, 1, 1]) =>
    reference.addBias(reference.convolution(x, filter, { strides: [strides, strides], pads }), bias),
  groupNorm: (x, gamma, beta, groups, withSilu = false) => {
    const z = reference.groupNorm(x, gamma, beta, groups, epsilon);
    return withSilu ? reference.silu(z) : z;
  },
  silu: reference.silu,
  upsample2x: reference.upsample2x,
  linear: reference.linear,
  add: (a, b) => broadcast(a, b, (p, q) => p + q),
  mul: (a, b) => broadcast(a, b, (p, q) => p * q),
  sub: (a, b) => broadcast(a, b, (p, q) => p - q),
  plusOne: (x) => map(x, (value) => value + 1),
  reshape: ({ data }, shape) => ({ shape, data }),
  concat: (parts, axis) => {
    const whole = [...parts[0]!.shape];
    whole[axis] = total(parts.length, (i) => parts[i]!.shape[axis]!);
    return build(whole, (index) => {
      let from = index[axis]!;
      for (const part of parts) {
        if (from < part.shape[axis]!) return at(part, ...index.with(axis, from));
        from -= part.shape[axis]!;
      }
      throw new RangeError("concat: the parts must fill the whole.");
    });
  },
  channels: (x, from, count) => section(x, 3, from, count),
  split: (x, sizes) =>
    sizes.map((count, i) =>
      section(
        x,
        3,
        total(i, (before) => sizes[before]!),
        count,
      ),
    ),
  rows: (x, from, count) => section(x, 1, from, count),
  meanOverPlaces: (x) => map(sumOverPlaces(x), (sum) => sum / (x.shape[1]! * x.shape[2]!)),
  sumOverPlaces,
  sumOverSamplesAndPlaces: (x) => {
    const sums = sumOverPlaces(x);
    return build([x.shape[3]!], ([c]) => total(x.shape[0]!, (n) => at(sums, n, c!)));
  },
};

function broadcast(a: NdArray, b: NdArray, combine: (a: number, b: number) => number): NdArray {
  const shape = tf.backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
  return build(shape, (index) => combine(broadcastAt(a, index), broadcastAt(b, index)));
}

function section(x: NdArray, axis: number, from: number, count: number): NdArray {
  return build(x.shape.with(axis, count), (index) => at(x, ...index.with(axis, from + index[axis]!)));
}

function sumOverPlaces(x: NdArray): NdArray {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return build([batch, channels], ([n, c]) => total(height, (i) => total(width, (j) => at(x, n!, i, j, c!))));
}
