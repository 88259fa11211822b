import { conv2d, groupNorm, kernelNames } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/node.ts";
import { blockSizes, float, Lowered } from "./lowered.ts";

type Tensors = Readonly<Record<string, tf.Tensor>>;

const convolved = (x: tf.Tensor, { filter, bias }: Tensors) =>
  conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, { pads: [1, 1, 1, 1] });
const normed = (x: tf.Tensor, { gamma, beta }: Tensors) =>
  groupNorm(x as tf.Tensor4D, gamma as tf.Tensor1D, beta as tf.Tensor1D, {
    groups: 2,
    epsilon: 1e-5,
    silu: true,
  });
const signatureOf = (c: number) => ({
  x: float(2, 5, 7, c),
  filter: float(3, 3, c, c),
  bias: float(c),
  gamma: float(c),
  beta: float(c),
  shift: float(2, 1, 1, c),
  w: float(2, 5, 7, c),
});

/** Convolution, shift if asked, group norm with SiLU, convolution. */
const block =
  (withShift: boolean) =>
  (given: Tensors): tf.Tensor => {
    const h = convolved(given["x"]!, given);
    return convolved(normed(withShift ? tf.add(h, given["shift"]!) : h, given), given);
  };

/** The gradients of a function of everything but w with respect to some of its tensors. */
const gradients = (fn: (given: Tensors) => tf.Tensor, names: readonly string[]) => (given: Tensors) => {
  const loss = (...some: tf.Tensor[]) => {
    const changed = Object.fromEntries(names.map((name, i) => [name, some[i]!]));
    return tf.sum(tf.mul(fn({ ...given, ...changed }), given["w"]!));
  };
  const all = tf.grads(loss)(names.map((name) => given[name]!));
  return Object.fromEntries(names.map((name, i) => [`d ${name}`, all[i]!]));
};

/** Convolutions of one channel each among them, as which sums over images in blocks are written. */
const everyConvolution = ({ nodes }: Lowered) => nodes.filter(({ type }) => type === "Conv").length;

describe.each(blockSizes)("with blocks of %i channels", (blockSize) => {
  describe.each([32, 18, 40])("an image of %i channels", (c) => {
    it("stays in blocks from a convolution through group norm to the next", () => {
      const lowered = new Lowered((given) => ({ y: block(false)(given) }), signatureOf(c), blockSize);
      expect(lowered.convolutions).toHaveLength(2);
      expect([lowered.entered, lowered.left]).toEqual([1, 1]);
    });

    it("and back to all gradients", () => {
      const names = ["x", "filter", "bias", "gamma", "beta"];
      const lowered = new Lowered(gradients(block(false), names), signatureOf(c), blockSize);
      // x and w come in, dx goes out.
      expect([lowered.entered, lowered.left]).toEqual([2, 1]);
    });

    it("takes a shift for each channel of each sample without a pass over the image, forward and backward", () => {
      const forward = (withShift: boolean) =>
        new Lowered((given) => ({ y: block(withShift)(given) }), signatureOf(c), blockSize);
      expect(everyConvolution(forward(true))).toBe(everyConvolution(forward(false)));
      expect([forward(true).entered, forward(true).left]).toEqual([1, 1]);

      const backward = (withShift: boolean, ...names: string[]) =>
        new Lowered(gradients(block(withShift), names), signatureOf(c), blockSize);
      const shifted = backward(true, "x", "filter", "shift");
      expect(everyConvolution(shifted)).toBe(everyConvolution(backward(false, "x", "filter")));
      expect([shifted.entered, shifted.left]).toEqual([2, 1]);
    });
  });

  it("statistics are the same nodes forward and backward", () => {
    const both = new Lowered(
      (given) => ({
        y: normed(given["x"]!, given),
        ...gradients((all) => normed(all["x"]!, all), ["x"])(given),
      }),
      signatureOf(24),
      blockSize,
    );
    expect(both.all("Sqrt")).toHaveLength(1);
    expect(both.all("Reciprocal")).toHaveLength(1);
  });
});

it("the mean and the inverse deviation of each group are outputs too", async () => {
  const attributes = { groups: 3, epsilon: 1e-5, silu: true };
  const fn = ({ x, gamma, beta }: Tensors) => {
    const [, mean, rstd] = tf
      .engine()
      .runKernel<tf.Tensor[]>(kernelNames.groupNorm, { x: x!, gamma: gamma!, beta: beta! }, attributes);
    return { mean: mean!, rstd: rstd! };
  };
  // Channel c of sample n is 10n + ⌊c/6⌋ ± (1 + ⌊c/6⌋), the sign by place.
  const [offset, spread] = [
    (n: number, c: number) => 10 * n + Math.floor(c / 6),
    (c: number) => 1 + Math.floor(c / 6),
  ];
  const x = Float32Array.from({ length: 2 * 3 * 4 * 18 }, (_, i) => {
    const [n, place, c] = [Math.floor(i / 216), Math.floor(i / 18) % 12, i % 18];
    return offset(n, c) + (place % 2 === 0 ? spread(c) : -spread(c));
  });
  const engine = await createEngine("onnx");
  const run = await engine.compile(fn, { x: float(2, 3, 4, 18), gamma: float(18), beta: float(18) });
  const { mean, rstd } = await run({ x, gamma: new Float32Array(18), beta: new Float32Array(18) });
  [0, 1, 2, 10, 11, 12].forEach((expected, i) => {
    expect(mean![i]).toBeCloseTo(expected, 5);
    expect(rstd![i]).toBeCloseTo(1 / (1 + (i % 3)), 4);
  });
  await engine.dispose();
});
