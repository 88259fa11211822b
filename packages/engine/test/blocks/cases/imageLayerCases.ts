import { values } from "../../ndarray.ts";
import type { Layers } from "../layers.ts";
import { affineOf, type ImageCase, imageCase, weightsOf } from "./imageCase.ts";

const none = [0, 0, 0, 0] as const;

/** An image of c channels that lies in blocks, made by a convolution out of one of three channels. */
function inBlocks(
  name: string,
  size: readonly [number, number, number],
  c: number,
  more: readonly ReturnType<typeof values>[],
  program: <T>(layers: Layers<T>, image: T, ...more: T[]) => T,
): ImageCase {
  const weights = weightsOf([1, 1, 3, c], 2);
  return imageCase(
    `${name}, [${[...size, c]}]`,
    [values([...size, 3], 1), ...weights, ...more],
    (layers, x, filter, bias, ...rest) =>
      program(layers, layers.conv2d(x!, filter!, bias!, 1, none), ...rest),
  );
}

const elementwise: readonly ImageCase[] = [5, 18, 32].flatMap((c) => [
  inBlocks("silu", [3, 5, 7], c, [], (layers, x) => layers.silu(layers.silu(x))),
  inBlocks("a difference of images", [2, 5, 3], c, [values([2, 5, 3, c], 6)], (layers, x, other) =>
    layers.silu(layers.sub(layers.sub(x, other!), layers.sub(other!, x))),
  ),
  inBlocks("a mask for all elements", [2, 5, 3], c, [values([2, 5, 3, c], 6)], (layers, x, mask) =>
    layers.silu(layers.mul(layers.silu(x), mask!)),
  ),
  inBlocks("a mask for places", [2, 5, 3], c, [values([2, 5, 3, 1], 6)], (layers, x, mask) =>
    layers.silu(layers.mul(mask!, layers.silu(x))),
  ),
  inBlocks("a mask for channels", [2, 5, 3], c, [values([c], 6)], (layers, x, mask) =>
    layers.silu(layers.mul(layers.silu(x), mask!)),
  ),
  inBlocks("a mask for rows and channels", [3, 3, 5], c, [values([1, 3, 1, c], 6)], (layers, x, mask) =>
    layers.silu(layers.mul(layers.silu(x), mask!)),
  ),
  inBlocks("a factor for all", [2, 5, 3], c, [values([1, 1, 1], 6, 1, 2)], (layers, x, factor) =>
    layers.silu(layers.mul(factor!, layers.silu(x))),
  ),
  inBlocks("an image times itself and added to itself", [2, 5, 3], c, [], (layers, x) =>
    layers.silu(layers.add(layers.mul(x, x), layers.add(x, x))),
  ),
  inBlocks("a number for all added", [2, 5, 3], c, [], (layers, x) => layers.silu(layers.plusOne(x))),
  inBlocks(
    "modulation by scale and shift",
    [3, 5, 7],
    c,
    [values([3, 1, 1, c], 6), values([3, 1, 1, c], 7)],
    (layers, x, scale, shift) => layers.silu(layers.add(layers.mul(x, layers.plusOne(scale!)), shift!)),
  ),
  inBlocks(
    "modulation of images of one place",
    [3, 1, 1],
    c,
    [values([3, 1, 1, c], 6), values([3, 1, 1, c], 7)],
    (layers, x, scale, shift) => layers.silu(layers.add(layers.mul(x, layers.plusOne(scale!)), shift!)),
  ),
  inBlocks(
    "an image of one place, spread over another",
    [2, 1, 1],
    c,
    [values([2, 3, 5, c], 6)],
    (layers, x, y) => layers.silu(layers.add(layers.mul(x, y!), x)),
  ),
]);

const sums: readonly ImageCase[] = [5, 18, 32].flatMap((c) => [
  inBlocks(
    "the mean over places, and a linear layer",
    [3, 5, 7],
    c,
    weightsOf([1, 1, c, 4], 6),
    (layers, x, w, b) => layers.linear(layers.meanOverPlaces(layers.silu(x)), layers.reshape(w!, [c, 4]), b!),
  ),
  inBlocks("the sum over places, as a shift", [9, 5, 3], c, [], (layers, x) =>
    layers.add(layers.silu(x), layers.reshape(layers.sumOverPlaces(x), [9, 1, 1, c])),
  ),
  inBlocks("the sum over samples and places", [3, 5, 3], c, [], (layers, x) =>
    layers.sumOverSamplesAndPlaces(layers.silu(x)),
  ),
]);

/** Joined channels, under group norm and a convolution: whole blocks and others. */
const joined: readonly ImageCase[] = (
  [
    [16, 32, 6],
    [24, 40, 8],
    [5, 18, 1],
    [32, 18, 5],
    [18, 32, 5],
    [3, 13, 4],
  ] as const
).map(([a, b, groups]) =>
  inBlocks(
    `a concatenation with ${b} channels, group norm and a convolution`,
    [2, 3, 5],
    a,
    [values([2, 3, 5, b], 6), ...affineOf(a + b, 7), ...weightsOf([3, 3, a + b, 6], 9)],
    (layers, x, other, gamma, beta, filter, bias) => {
      const both = layers.concat([layers.silu(x), other!], 3);
      return layers.conv2d(layers.groupNorm(both, gamma!, beta!, groups, true), filter!, bias!);
    },
  ),
);

const joinedOtherwise: readonly ImageCase[] = [
  inBlocks(
    "an image three times in one",
    [2, 3, 5],
    16,
    weightsOf([1, 1, 48, 5], 6),
    (layers, x, filter, bias) => {
      const y = layers.silu(x);
      return layers.conv2d(layers.concat([y, x, y], 3), filter!, bias!, 1, none);
    },
  ),
  inBlocks("rows of images joined", [2, 3, 5], 32, [values([2, 1, 5, 32], 6)], (layers, x, more) =>
    layers.silu(layers.concat([more!, x, more!], 1)),
  ),
];

const parts: readonly ImageCase[] = [
  ...(
    [
      [48, 16, 32],
      [48, 32, 16],
      [18, 5, 13],
      [40, 8, 20],
      [32, 0, 3],
      [40, 16, 20],
      [40, 8, 16],
      [40, 4, 16],
    ] as const
  ).map(([c, from, count]) =>
    inBlocks(
      `channels ${from} to ${from + count}, and a convolution`,
      [2, 3, 5],
      c,
      weightsOf([3, 3, count, 5], 6),
      (layers, x, filter, bias) =>
        layers.conv2d(layers.channels(layers.silu(x), from, count), filter!, bias!),
    ),
  ),
  ...[
    [16, 32],
    [16, 16, 16],
    [6, 12],
    [32, 3, 5],
  ].map((sizes) =>
    inBlocks(
      `channels split into [${sizes}]`,
      [2, 3, 5],
      sizes.reduce((a, b) => a + b),
      [values([2, 3, 5, 1], 6)],
      (layers, x, mask) => {
        const split = layers.split(layers.silu(x), sizes).map((part) => layers.silu(part));
        return layers.mul(layers.concat(split.reverse(), 3), mask!);
      },
    ),
  ),
  inBlocks("a slice of rows", [2, 5, 3], 32, [], (layers, x) =>
    layers.silu(layers.rows(layers.silu(x), 1, 3)),
  ),
];

const upsampled: readonly ImageCase[] = (
  [
    [2, 5, 7, 18, 20],
    [3, 3, 3, 5, 24],
    [1, 9, 9, 3, 3],
    [9, 2, 3, 16, 32],
    [2, 1, 1, 24, 5],
    [2, 1, 3, 40, 18],
    [1, 4, 4, 1, 16],
  ] as const
).flatMap(([n, h, w, c, k]) => [
  imageCase(
    `conv2d 3x3 over upsample2x, ${c} to ${k} channels, [${n},${h},${w}]`,
    [values([n, h, w, c], 1), ...weightsOf([3, 3, c, k], 2)],
    (layers, x, filter, bias) => layers.conv2d(layers.upsample2x(x!), filter!, bias!),
  ),
  inBlocks(
    `conv2d 3x3 over upsample2x to ${k} channels between other layers`,
    [n, h, w],
    c,
    weightsOf([3, 3, c, k], 4),
    (layers, x, filter, bias) =>
      layers.silu(layers.conv2d(layers.upsample2x(layers.silu(x)), filter!, bias!)),
  ),
]);

const upsampledOtherwise: readonly ImageCase[] = [
  inBlocks(
    "upsample2x, read by two",
    [2, 3, 5],
    18,
    weightsOf([3, 3, 18, 18], 4),
    (layers, x, filter, bias) => {
      const large = layers.upsample2x(x);
      return layers.add(layers.conv2d(large, filter!, bias!), large);
    },
  ),
  inBlocks(
    "upsample2x under a stride of 2",
    [2, 3, 5],
    18,
    weightsOf([3, 3, 18, 20], 4),
    (layers, x, filter, bias) => layers.conv2d(layers.upsample2x(x), filter!, bias!, 2),
  ),
  inBlocks(
    "upsample2x under a filter of 1x1",
    [2, 3, 5],
    32,
    weightsOf([1, 1, 32, 5], 4),
    (layers, x, filter, bias) => layers.conv2d(layers.upsample2x(x), filter!, bias!, 1, none),
  ),
  inBlocks(
    "upsample2x under a filter without zeros around",
    [2, 3, 5],
    18,
    weightsOf([3, 3, 18, 20], 4),
    (layers, x, filter, bias) => layers.conv2d(layers.upsample2x(x), filter!, bias!, 1, none),
  ),
  inBlocks("upsample2x twice", [2, 3, 1], 20, weightsOf([3, 3, 20, 5], 4), (layers, x, filter, bias) =>
    layers.conv2d(layers.upsample2x(layers.upsample2x(x)), filter!, bias!),
  ),
];

export const imageLayerCases: readonly ImageCase[] = [
  ...elementwise,
  ...sums,
  ...joined,
  ...joinedOtherwise,
  ...parts,
  ...upsampled,
  ...upsampledOtherwise,
];
