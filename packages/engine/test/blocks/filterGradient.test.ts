import { conv2d } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { blockSizes, float, Lowered } from "./lowered.ts";

/** The gradient of a filter alone, of a batch of images of c channels and k outputs. */
function ofFilter(
  [n, h, w, c]: readonly [number, number, number, number],
  k: number,
  blockSize: number,
  strides: 1 | 2 = 1,
) {
  const signature = { x: float(n, h, w, c), filter: float(3, 3, c, k), bias: float(k) };
  const shape = [n, Math.ceil(h / strides), Math.ceil(w / strides), k];
  return new Lowered(
    ({ x, filter, bias, w }) => {
      const y = (f: tf.Tensor) =>
        conv2d(x as tf.Tensor4D, f as tf.Tensor4D, bias as tf.Tensor1D, { strides, pads: [1, 1, 1, 1] });
      return { dfilter: tf.grad((f) => tf.sum(tf.mul(y(f), w!)))(filter!) };
    },
    { ...signature, w: float(...shape) },
    blockSize,
  );
}

/** How many samples each convolution takes: they stand in the place of channels. */
const samplesOf = (lowered: Lowered) =>
  lowered.convolutions.map(({ inputs }) => lowered.shapeGiven(inputs[1]!)![1]!);

describe.each(blockSizes)("with blocks of %i channels", (blockSize) => {
  it.each([
    [3, 32],
    [32, 32],
    [18, 40],
    [24, 20],
    [32, 3],
    [1, 5],
  ])("the gradient of a filter from %i to %i channels is convolutions alone", (c, k) => {
    for (const strides of [1, 2] as const) {
      const lowered = ofFilter([5, 8, 6, c], k, blockSize, strides);
      expect(lowered.convolutions.length).toBeGreaterThan(0);
      for (const type of ["Conv", "ConvTranspose", "Gemm", "MatMul"]) expect(lowered.all(type)).toEqual([]);
    }
  });

  it.each([
    [1, 4],
    [5, 4],
    [9, 4],
    [17, 4],
    [3, 32],
    [9, 16],
  ])("of %i samples of %i rows each is in one convolution, and less than a block in each", (n, size) => {
    for (const [c, k] of [
      [16, 32],
      [32, 3],
    ] as const) {
      const samples = samplesOf(ofFilter([n, size, size, c], k, blockSize));
      // As many as a block, and the runtime would take planes for an image in blocks.
      expect(Math.max(...samples)).toBeLessThan(blockSize);
      expect(samples.reduce((a, b) => a + b)).toBe(n);
    }
  });

  it("each convolution adds to what the one before gave", () => {
    const { convolutions } = ofFilter([40, 4, 4, 16], 32, blockSize);
    expect(convolutions.length).toBeGreaterThan(2);
    convolutions.forEach(({ inputs }, i) => {
      expect(inputs[3]).toBe(i === 0 ? undefined : convolutions[i - 1]!.outputs[0]);
    });
  });

  it("a stride is a dilation here", () => {
    const dilations = (strides: 1 | 2) =>
      ofFilter([2, 8, 6, 16], 32, blockSize, strides).convolutions[0]!.attributes["dilations"];
    expect(dilations(1)).toEqual([1, 1]);
    expect(dilations(2)).toEqual([2, 2]);
  });
});
