import { conv2d, silu } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { blockSizes, float, Lowered } from "./lowered.ts";

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** A convolution of 1x1 from as many channels as an image has to as many, with a filter of its own for each count. */
function convolved(x: tf.Tensor, given: Tensors): tf.Tensor {
  const c = x.shape[3];
  return conv2d(x as tf.Tensor4D, given[`filter ${c}`] as tf.Tensor4D, given[`bias ${c}`] as tf.Tensor1D);
}
const weights = Object.fromEntries(
  [16, 32, 48].flatMap((c) => [
    [`filter ${c}`, float(1, 1, c, c)],
    [`bias ${c}`, float(c)],
  ]),
);
const signature = {
  x: float(2, 5, 7, 32),
  w: float(2, 5, 7, 32),
  perSample: float(2, 1, 1, 32),
  factor: float(1, 1, 1, 1),
  ...weights,
};

type Change = readonly [name: string, change: (x: tf.Tensor, given: Tensors) => tf.Tensor];

/** What is done to an image that a convolution gave, before the next one. */
const bothWays: readonly Change[] = [
  ["SiLU", (x) => silu(x)],
  ["its negative", (x) => tf.neg(x)],
  ["a factor", (x, { factor }) => tf.mul(x, factor!)],
  ["a factor for each channel of each sample", (x, { perSample }) => tf.mul(perSample!, x)],
  ["a split into whole blocks", (x) => tf.concat(tf.split(x, 2, 3).reverse(), 3)],
  ["a sum with an image in blocks", (x) => tf.add(x, silu(x))],
  ["a product with an image in blocks", (x) => tf.mul(silu(x), x)],
  ["a shift for each channel of each sample", (x, { perSample }) => tf.add(x, perSample!)],
  [
    "modulation by scale and shift",
    (x, { perSample }) => tf.add(tf.mul(x, tf.add(perSample!, 1)), perSample!),
  ],
];

/** The same, where a gradient is not looked at: tfjs pads there. */
const forward: readonly Change[] = [
  ["a slice of whole blocks", (x) => tf.slice(x, [0, 0, 0, 16], [-1, -1, -1, 16])],
  ["a concatenation of whole blocks", (x) => tf.concat([x, tf.slice(x, [0, 0, 0, 16], [2, 5, 7, 16])], 3)],
];

describe.each(blockSizes)("with blocks of %i channels", (blockSize) => {
  it.each([...bothWays, ...forward])("an image stays in blocks through %s", (_, change) => {
    const fn = (given: Tensors) => ({ y: convolved(change(convolved(given["x"]!, given), given), given) });
    const lowered = new Lowered(fn, signature, blockSize);
    expect([lowered.entered, lowered.left]).toEqual([1, 1]);
  });

  it.each(bothWays)("its gradient stays in blocks through %s", (_, change) => {
    const fn = (given: Tensors) => {
      const y = (x: tf.Tensor) => convolved(change(convolved(x, given), given), given);
      return { dx: tf.grad((x) => tf.sum(tf.mul(y(x), given["w"]!)))(given["x"]!) };
    };
    const lowered = new Lowered(fn, signature, blockSize);
    // w comes in, and x where the gradient needs it; dx goes out.
    expect(lowered.entered).toBeLessThanOrEqual(2);
    expect(lowered.left).toBe(1);
    expect(lowered.convolutions.length).toBeGreaterThan(1);
  });

  it("a bias's gradient and a sum over places are taken of blocks", () => {
    const fn = (given: Tensors) => {
      const y = (bias: tf.Tensor) => silu(convolved(given["x"]!, { ...given, "bias 32": bias }));
      return {
        dbias: tf.grad((bias) => tf.sum(tf.mul(y(bias), given["w"]!)))(given["bias 32"]!),
        sums: tf.sum(y(given["bias 32"]!), [1, 2]),
      };
    };
    const lowered = new Lowered(fn, signature, blockSize);
    expect([lowered.entered, lowered.left]).toEqual([2, 0]);
    expect(
      lowered.nodes.filter(({ type, inBlocks }) => type === "GlobalAveragePool" && inBlocks),
    ).toHaveLength(2);
  });

  it("an image that no convolution gave is not put into blocks for these", () => {
    const fn = ({ x, w, perSample }: Tensors) => ({
      y: tf.concat([silu(tf.mul(tf.add(x!, w!), perSample!)), tf.neg(x!)], 3),
      sums: tf.sum(x!, [1, 2]),
      parts: tf.split(x!, 2, 3)[0]!,
    });
    expect(new Lowered(fn, signature, blockSize).nodes.filter(({ inBlocks }) => inBlocks)).toEqual([]);
  });
});
