import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { silu } from "../src/index.ts";
import { type Array64, values } from "./arrays.ts";
import { backends, useBackend } from "./backends.ts";
import { expectLayer, expectNoLeak, type LayerCase } from "./expectLayer.ts";

const reference = ({ shape, data }: Array64): Array64 => ({
  shape,
  data: data.map((x) => x / (1 + Math.exp(-x))),
});
const spread = (shape: number[]): Array64 => {
  const { data } = values(shape, 1);
  return { shape, data: data.map((x) => 5 * x) };
};

const cases: LayerCase[] = [[7], [2, 3, 4, 5], []].map((shape) => ({
  inputs: [spread(shape)],
  layer: (x) => silu(x!),
  reference,
}));

describe.each(backends)("silu on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it("is x/(1 + exp(−x)), with its gradient by finite differences", () => {
    for (const layer of cases) expectLayer(layer);
  });

  it("goes to 0 and to x far from zero, and its gradient to 0 and 1", () => {
    tf.tidy(() => {
      const x = tf.tensor1d([-200, 0, 200]);
      const gradient = tf.grad((z) => silu(z))(x);
      expect([...silu(x).dataSync()].map((y) => y + 0)).toEqual([0, 0, 200]);
      expect([...gradient.dataSync()].map((y) => y + 0)).toEqual([0, 0.5, 1]);
    });
  });

  it("leaks nothing", () => {
    for (const layer of cases) expectNoLeak(layer);
  });

  it("rejects int32", () => {
    const x = tf.tensor1d([1], "int32");
    expect(() => silu(x)).toThrow(TypeError);
    expect(() => silu(x)).toThrow("silu: x must be float32, got int32. Convert it with tf.cast.");
    x.dispose();
  });
});
