import { attention, linear, upsample2x } from "@cellgen/nn";
import type * as tf from "@tensorflow/tfjs-core";
import { longForm } from "../../../../test/longForm.ts";
import { values, wholes } from "../ndarray.ts";
import { layer, norm, stock } from "./layerCases.ts";
import * as reference from "./layerReferences.ts";
import type { OperationCase } from "./operationCase.ts";

/** Choices that are the same for the same seed. */
function choices(seed: number): <T>(...from: readonly T[]) => T {
  const { data } = wholes([32], seed, 0, 59);
  let next = 0;
  return (...from) => from[data[next++]! % from.length]!;
}

interface Convolution {
  readonly x: [number, number, number, number];
  /** Rows, columns, channels that come out. */
  readonly filter: readonly [number, number, number];
  readonly pads: [number, number, number, number];
  readonly strides: 1 | 2;
}

function convolution(seed: number): Convolution {
  const pick = choices(seed);
  const size = () => pick(1, 3, 5, 7);
  const pad = () => pick(0, 1, 1, 2);
  const [height, width, channels] = [size(), size(), pick(1, 5, 4)];
  const pads: Convolution["pads"] = [pad(), pad(), pad(), pad()];
  const rows = Math.min(pick(1, 2, 3), height + pads[0] + pads[2]);
  const columns = Math.min(pick(1, 2, 3), width + pads[1] + pads[3]);
  const x: Convolution["x"] = [pick(1, 1, 2, 3), height, width, channels];
  return { x, filter: [rows, columns, pick(1, 5, 3)], pads, strides: pick(1, 2) };
}

function layerOf(seed: number): OperationCase {
  const { x, filter, strides, pads } = convolution(seed);
  return layer(`random, [${x}] by [${filter}], strides ${strides}, pads [${pads}]`, x, filter, strides, pads);
}

function stockOf(seed: number): OperationCase {
  const { x, filter, strides, pads } = convolution(seed);
  const [rows, columns, outChannels] = filter;
  const [top, left, bottom, right] = pads;
  return stock(
    `random, [${x}] by [${filter}], strides ${strides}, pads [${pads}]`,
    x,
    [rows, columns, x[3], outChannels],
    [strides, strides],
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    pads,
  );
}

function normOf(seed: number): OperationCase {
  const pick = choices(seed);
  const [channels, groups] = pick([1, 1], [5, 1], [5, 5], [6, 3]);
  const shape = [pick(1, 1, 2, 3), pick(3, 5, 7), pick(3, 5), channels!];
  const withSilu = pick(true, false);
  const name = `random, [${shape}] in ${groups} groups${withSilu ? ", SiLU" : ""}`;
  const normCase = norm(name, shape, groups!, withSilu);
  // With one channel the gradient of gamma is one number, a sum whose terms nearly cancel for some of the many.
  return longForm ? { ...normCase, tolerance: 5e-5 } : normCase;
}

function attentionOf(seed: number): OperationCase {
  const pick = choices(seed);
  const [heads, places, sources, size] = [pick(1, 3), pick(1, 5, 7), pick(1, 3, 9), pick(1, 5)];
  return {
    name: `attention, random, ${heads} heads, ${places} places, ${sources} sources of ${size}`,
    inputs: [
      values([heads, places, size], seed),
      values([heads, sources, size], seed + 1),
      values([heads, sources, size], seed + 2),
    ],
    operation: (query, key, value) =>
      attention(query as tf.Tensor3D, key as tf.Tensor3D, value as tf.Tensor3D, 0.7),
    reference: (query, key, value) => reference.attention(query!, key!, value!, 0.7),
  };
}

function upsamplingOf(seed: number): OperationCase {
  const pick = choices(seed);
  const shape = [pick(1, 2), pick(1, 3, 5), pick(1, 3, 5), pick(1, 5)];
  return {
    name: `upsample2x, random, [${shape}]`,
    inputs: [values(shape, seed)],
    operation: (x) => upsample2x(x as tf.Tensor4D),
    reference: (x) => reference.upsample2x(x!),
  };
}

function linearOf(seed: number): OperationCase {
  const pick = choices(seed);
  const [rows, size, out] = [pick(1, 7), pick(1, 5), pick(1, 5)];
  return {
    name: `linear, random, ${rows} rows, ${size} to ${out}`,
    inputs: [values([rows, size], seed), values([size, out], seed + 1), values([out], seed + 2)],
    operation: (x, weight, bias) => linear(x!, weight as tf.Tensor2D, bias as tf.Tensor1D),
    reference: (x, weight, bias) => reference.linear(x!, weight!, bias!),
  };
}

const several = (count: number, of: (seed: number) => OperationCase): OperationCase[] =>
  Array.from({ length: longForm ? 10 * count : count }, (_, i) => of(100 + 7 * i));

/** The layers of a network over random shapes: batches of one, odd sizes, one channel and five. */
export const randomLayerCases: readonly OperationCase[] = [
  ...several(8, layerOf),
  ...several(6, (seed) => stockOf(seed + 50)),
  ...several(6, normOf),
  ...several(4, attentionOf),
  ...several(3, upsamplingOf),
  ...several(3, linearOf),
];
