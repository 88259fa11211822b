import { attention, conv2d, groupNorm, linear, silu, upsample2x } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { at, build, values } from "../ndarray.ts";
import * as reference from "./layerReferences.ts";
import type { OperationCase } from "./operationCase.ts";

type Shape4 = readonly [number, number, number, number];
type Pads = reference.Geometry["pads"];

/** tfjs's own convolution. */
export function stock(
  name: string,
  x: Shape4,
  filter: Shape4,
  strides: [number, number],
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding,
  pads: Pads,
): OperationCase {
  return {
    name: `tf.conv2d, ${name}`,
    inputs: [values(x, 1), values(filter, 2)],
    operation: (image, kernel) => tf.conv2d(image as tf.Tensor4D, kernel as tf.Tensor4D, strides, pad),
    reference: (image, kernel) => reference.convolution(image!, kernel!, { strides, pads }),
  };
}

export function layer(
  name: string,
  x: Shape4,
  [rows, columns, k]: readonly number[],
  strides: 1 | 2,
  pads: Pads,
): OperationCase {
  return {
    name: `conv2d, ${name}`,
    inputs: [values(x, 1), values([rows!, columns!, x[3], k!], 2), values([k!], 3)],
    operation: (image, filter, bias) =>
      conv2d(image as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, { strides, pads }),
    reference: (image, filter, bias) =>
      reference.addBias(reference.convolution(image!, filter!, { strides: [strides, strides], pads }), bias!),
  };
}

export function norm(
  name: string,
  shape: number[],
  groups: number,
  withSilu: boolean,
  mean = 0,
): OperationCase {
  const channels = shape.at(-1)!;
  return {
    name: `groupNorm, ${name}`,
    inputs: [values(shape, 1, mean - 2, mean + 2), values([channels], 2), values([channels], 3)],
    operation: (x, gamma, beta) =>
      groupNorm(x as tf.Tensor4D, gamma as tf.Tensor1D, beta as tf.Tensor1D, {
        groups,
        epsilon: 1e-5,
        silu: withSilu,
      }),
    reference: (x, gamma, beta) => {
      const z = reference.groupNorm(x!, gamma!, beta!, groups, 1e-5);
      return withSilu ? reference.silu(z) : z;
    },
  };
}

export const layerCases: readonly OperationCase[] = [
  stock("same", [2, 5, 4, 3], [3, 3, 3, 2], [1, 1], "same", [1, 1, 1, 1]),
  stock("same with strides 2 and 1", [2, 5, 4, 1], [3, 2, 1, 2], [2, 1], "same", [1, 0, 1, 1]),
  stock("valid with strides 2, even size", [1, 6, 4, 2], [3, 3, 2, 3], [2, 2], "valid", [0, 0, 0, 0]),
  stock("a number of zeros around", [1, 4, 4, 2], [3, 3, 2, 2], [1, 1], 1, [1, 1, 1, 1]),
  stock(
    "explicit pads",
    [1, 4, 3, 2],
    [2, 2, 2, 2],
    [1, 1],
    [
      [0, 0],
      [0, 1],
      [1, 0],
      [0, 0],
    ],
    [0, 1, 1, 0],
  ),
  stock("1x1", [2, 3, 4, 3], [1, 1, 3, 5], [1, 1], "valid", [0, 0, 0, 0]),
  {
    ...stock("dilated", [1, 7, 6, 2], [3, 2, 2, 2], [1, 1], "valid", [0, 0, 0, 0]),
    operation: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "valid", "NHWC", [2, 3]),
    reference: (x, filter) =>
      reference.convolution(x!, filter!, { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [2, 3] }),
    differentiable: false,
  },
  {
    // The transpose of a convolution: each pixel spreads the filter, two apart.
    name: "tf.conv2dTranspose",
    inputs: [values([2, 3, 2, 3], 1), values([3, 3, 2, 3], 2)],
    operation: (x, filter) =>
      tf.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, [2, 7, 5, 2], 2, "valid"),
    reference: (x, filter) =>
      build([2, 7, 5, 2], ([n, i, j, c]) => {
        let sum = 0;
        for (let p = 0; p < 3; p++)
          for (let q = 0; q < 2; q++) {
            const [u, v] = [i! - 2 * p, j! - 2 * q];
            if (u < 0 || u > 2 || v < 0 || v > 2) continue;
            for (let k = 0; k < 3; k++) sum += at(x!, n!, p, q, k) * at(filter!, u, v, c!, k);
          }
        return sum;
      }),
  },
  ...(
    [
      [7, 9],
      [2, 3],
      [4, 6],
    ] as const
  ).map(
    ([height, width]): OperationCase => ({
      name: `resizeNearestNeighbor to ${height} x ${width}`,
      inputs: [values([2, 4, 3, 2], 1)],
      operation: (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [height, width]),
      reference: (x) =>
        build([2, height, width, 2], ([n, i, j, c]) =>
          at(x!, n!, Math.floor((i! * 4) / height), Math.floor((j! * 3) / width), c!),
        ),
      differentiable: false,
    }),
  ),
  layer("zeros all around", [2, 5, 4, 3], [3, 3, 2], 1, [1, 1, 1, 1]),
  layer("no pads", [2, 5, 4, 1], [3, 3, 3], 1, [0, 0, 0, 0]),
  layer("1x1", [2, 3, 4, 3], [1, 1, 2], 1, [0, 0, 0, 0]),
  layer("1x1 with pads", [1, 3, 2, 2], [1, 1, 2], 1, [1, 0, 2, 1]),
  layer("2x3 with four different pads", [2, 4, 5, 2], [2, 3, 3], 1, [0, 1, 2, 3]),
  layer("one pixel", [2, 1, 1, 2], [3, 3, 2], 1, [1, 1, 1, 1]),
  layer("stride 2, even size, zeros all around", [2, 6, 4, 3], [3, 3, 2], 2, [1, 1, 1, 1]),
  layer("stride 2, even size, zeros right and below", [2, 6, 4, 2], [3, 3, 3], 2, [0, 0, 1, 1]),
  layer("stride 2, odd size, zeros all around", [2, 5, 7, 2], [3, 3, 2], 2, [1, 1, 1, 1]),
  layer("stride 2, a last row that no place reaches", [1, 6, 5, 2], [3, 3, 2], 2, [0, 0, 0, 0]),
  layer("stride 2, 1x1", [2, 5, 4, 2], [1, 1, 3], 2, [0, 0, 0, 0]),
  layer("stride 2, 2x2 with pads wider than the filter", [1, 4, 3, 2], [2, 2, 2], 2, [2, 3, 3, 2]),
  layer(
    "whole blocks of channels, more samples than are taken at once",
    [6, 2, 3, 2],
    [3, 3, 16],
    1,
    [1, 1, 1, 1],
  ),
  layer("whole blocks of channels, four different pads", [2, 3, 2, 1], [2, 3, 32], 1, [0, 1, 1, 2]),
  layer("many channels", [1, 2, 3, 16], [3, 3, 4], 1, [1, 1, 1, 1]),
  norm("images", [2, 3, 5, 6], 3, false),
  norm("images, SiLU", [2, 3, 5, 6], 2, true),
  norm("places", [3, 7, 4], 4, false),
  norm("places, SiLU", [3, 7, 4], 1, true),
  norm("a mean far from zero", [2, 3, 5, 4], 2, true, 100),
  {
    name: "silu",
    inputs: [values([3, 7], 1, -9, 9)],
    operation: (x) => silu(x!),
    reference: (x) => reference.silu(x!),
  },
  ...(
    [
      [3, 4, 4, 5],
      [2, 3, 6, 2],
      [2, 3, 1, 4],
    ] as const
  ).map(
    ([heads, places, sources, size]): OperationCase => ({
      name: `attention, ${places} places, ${sources} sources`,
      inputs: [
        values([heads, places, size], 1),
        values([heads, sources, size], 2),
        values([heads, sources, size], 3),
      ],
      operation: (query, key, value) =>
        attention(query as tf.Tensor3D, key as tf.Tensor3D, value as tf.Tensor3D, 1 / Math.sqrt(size)),
      reference: (query, key, value) => reference.attention(query!, key!, value!, 1 / Math.sqrt(size)),
    }),
  ),
  {
    name: "upsample2x",
    inputs: [values([3, 2, 5, 3], 1)],
    operation: (x) => upsample2x(x as tf.Tensor4D),
    reference: (x) => reference.upsample2x(x!),
  },
  {
    name: "linear",
    inputs: [values([2, 3, 4], 1), values([4, 5], 2), values([5], 3)],
    operation: (x, weight, bias) => linear(x!, weight as tf.Tensor2D, bias as tf.Tensor1D),
    reference: (x, weight, bias) => reference.linear(x!, weight!, bias!),
  },
];
