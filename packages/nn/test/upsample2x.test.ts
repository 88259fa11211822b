import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { upsample2x } from "../src/index.ts";
import { type Array64, values } from "./arrays.ts";
import { backends, useBackend } from "./backends.ts";
import { expectLayer, expectNoLeak, type LayerCase } from "./expectLayer.ts";

/** y[n,i,j,c] = x[n, ⌊i/2⌋, ⌊j/2⌋, c] */
function repeated({ shape, data }: Array64): Array64 {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const y: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < 2 * height; i++)
      for (let j = 0; j < 2 * width; j++)
        for (let c = 0; c < channels; c++)
          y.push(data[((n * height + (i >> 1)) * width + (j >> 1)) * channels + c]!);
  return { shape: [batch, 2 * height, 2 * width, channels], data: Float64Array.from(y) };
}

const layer: LayerCase = {
  inputs: [values([3, 2, 5, 3], 1)],
  layer: (x) => upsample2x(x as tf.Tensor4D),
  reference: repeated,
};

describe.each(backends)("upsample2x on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it("repeats every pixel of every image, with its gradient by finite differences", () => {
    expectLayer(layer);
  });

  it("leaks nothing", () => {
    expectNoLeak(layer);
  });

  it("rejects other ranks, and int32", () => {
    tf.tidy(() => {
      expect(() => upsample2x(tf.zeros([2, 2, 1]) as tf.Tensor as tf.Tensor4D)).toThrow(
        "upsample2x: x must have shape [?,?,?,?], got [2,2,1].",
      );
      expect(() => upsample2x(tf.zeros([1, 2, 2, 1], "int32"))).toThrow(TypeError);
    });
  });
});
