import { conv2d } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { blockSizes, float, Lowered } from "./lowered.ts";

type Tensors = Readonly<Record<string, tf.Tensor>>;
const pads = [1, 1, 1, 1] as const;

const convolved = (x: tf.Tensor, { filter, bias }: Tensors) =>
  conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, { pads });

/** An image of c channels and a filter that keeps them. */
const keeping = (c: number) => ({ x: float(2, 5, 7, c), filter: float(3, 3, c, c), bias: float(c) });

describe.each(blockSizes)("with blocks of %i channels", (blockSize) => {
  it.each([32, 40, 18, 20])("an image of %i channels is put into blocks once for two convolutions", (c) => {
    const signature = { ...keeping(c), other: float(1, 1, c, 8), more: float(8) };
    const lowered = new Lowered(
      (given) => ({
        a: convolved(given["x"]!, given),
        b: conv2d(given["x"] as tf.Tensor4D, given["other"] as tf.Tensor4D, given["more"] as tf.Tensor1D),
      }),
      signature,
      blockSize,
    );
    expect(lowered.convolutions.map(({ attributes }) => attributes["kernel_shape"])).toEqual([
      [3, 3],
      [1, 1],
    ]);
    expect(lowered.entered).toBe(1);
    expect(lowered.left).toBe(2);
    expect(lowered.all("Conv")).toEqual([]);
  });

  it.each([32, 18, 3])("an image of %i channels stays in blocks from one convolution to the next", (c) => {
    const fn = (given: Tensors) => ({ y: convolved(convolved(convolved(given["x"]!, given), given), given) });
    const lowered = new Lowered(fn, keeping(c), blockSize);
    expect(lowered.convolutions).toHaveLength(3);
    expect(lowered.entered).toBe(c < blockSize ? 0 : 1);
    expect(lowered.left).toBe(1);
  });

  it("a residual is what the convolution adds, its fourth input, and no Add is left", () => {
    const fn = (given: Tensors) => {
      const x = convolved(given["x"]!, given);
      return { y: tf.add(x, convolved(x, given)) };
    };
    const lowered = new Lowered(fn, keeping(24), blockSize);
    const [first, second] = lowered.convolutions;
    expect(first!.inputs).toHaveLength(3);
    expect(second!.inputs).toHaveLength(4);
    expect(second!.inputs[3]).toBe(first!.outputs[0]);
    expect(lowered.all("Add")).toEqual([]);
    expect([lowered.entered, lowered.left]).toEqual([1, 1]);
  });

  it("an image that is an output and read on leaves its blocks once, and does not come back", () => {
    const fn = (given: Tensors) => {
      const skip = convolved(given["x"]!, given);
      return { skip, y: convolved(skip, given), again: tf.add(skip, convolved(skip, given)) };
    };
    const lowered = new Lowered(fn, keeping(20), blockSize);
    expect([lowered.entered, lowered.left]).toEqual([1, 3]);
    expect(lowered.all("Identity")).toEqual([]);
  });

  it("gradients of images go backward in blocks", () => {
    const fn = (given: Tensors) => {
      const loss = (x: tf.Tensor) => tf.sum(tf.mul(convolved(convolved(x, given), given), given["w"]!));
      return { dx: tf.grad(loss)(given["x"]!) };
    };
    const lowered = new Lowered(fn, { ...keeping(32), w: float(2, 5, 7, 32) }, blockSize);
    // w alone comes in, and dx alone goes out.
    expect([lowered.entered, lowered.left]).toEqual([1, 1]);
    expect(lowered.convolutions).toHaveLength(2);
    expect(lowered.all("Conv")).toEqual([]);
  });

  it("tfjs's own convolutions lie in blocks too", () => {
    const fn = ({ x, filter }: Tensors) => ({
      y: tf.conv2d(
        tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"),
        filter as tf.Tensor4D,
        2,
        "valid",
      ),
    });
    const lowered = new Lowered(fn, { x: float(2, 5, 7, 24), filter: float(3, 3, 24, 24) }, blockSize);
    expect(lowered.convolutions).toHaveLength(2);
    expect([lowered.entered, lowered.left]).toEqual([1, 1]);
  });
});
