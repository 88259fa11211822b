import { conv2d, upsample2x } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { blockSizes, float, Lowered } from "./lowered.ts";

type Tensors = Readonly<Record<string, tf.Tensor>>;

const ofLarge = ({ x, filter, bias }: Tensors, strides: 1 | 2 = 1) =>
  conv2d(upsample2x(x as tf.Tensor4D), filter as tf.Tensor4D, bias as tf.Tensor1D, {
    strides,
    pads: [1, 1, 1, 1],
  });
const signature = { x: float(2, 5, 7, 20), filter: float(3, 3, 20, 24), bias: float(24) };
const kernels = ({ convolutions }: Lowered) =>
  convolutions.map(({ attributes }) => attributes["kernel_shape"]);
const four = new Array(4).fill([2, 2]);

describe.each(blockSizes)("with blocks of %i channels", (blockSize) => {
  it("a convolution over doubled pixels is four of 2x2 over the small image", () => {
    const lowered = new Lowered((given) => ({ y: ofLarge(given) }), signature, blockSize);
    expect(kernels(lowered)).toEqual(four);
    const images = new Set(lowered.convolutions.map(({ inputs }) => inputs[0]));
    expect(images.size).toBe(1);
    expect(lowered.producer([...images][0]!)!.type).toBe("ReorderInput");
    expect([lowered.entered, lowered.left]).toEqual([1, 1]);
  });

  it("so is the gradient of the image, each adding to what the one before gave", () => {
    const lowered = new Lowered(
      ({ w, ...given }) => ({
        dx: tf.grad((x) => tf.sum(tf.mul(ofLarge({ ...given, x }), w!)))(given["x"]!),
      }),
      { ...signature, w: float(2, 10, 14, 24) },
      blockSize,
    );
    expect(kernels(lowered)).toEqual(four);
    lowered.convolutions.forEach(({ inputs }, i) => {
      expect(inputs[3]).toBe(i === 0 ? undefined : lowered.convolutions[i - 1]!.outputs[0]);
    });
    expect([lowered.entered, lowered.left]).toEqual([1, 1]);
  });

  it("the gradient of the filter comes from gradients as large as the small image", () => {
    const lowered = new Lowered(
      ({ w, ...given }) => ({
        dfilter: tf.grad((filter) => tf.sum(tf.mul(ofLarge({ ...given, filter }), w!)))(given["filter"]!),
      }),
      { ...signature, w: float(2, 10, 14, 24) },
      blockSize,
    );
    expect(kernels(lowered)).toEqual(new Array(4).fill([5, 7]));
  });

  it("with a stride the pixels are doubled", () => {
    const lowered = new Lowered((given) => ({ y: ofLarge(given, 2) }), signature, blockSize);
    expect(kernels(lowered)).toEqual([[3, 3]]);
  });
});
