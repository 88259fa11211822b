import "@tensorflow/tfjs-core/dist/register_all_gradients";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { linear } from "../src/index.ts";
import { type Array64, values } from "./arrays.ts";
import { backends, useBackend } from "./backends.ts";
import { expectLayer, expectNoLeak, type LayerCase } from "./expectLayer.ts";

/** y = x·weight + bias */
function affine(x: Array64, weight: Array64, bias: Array64): Array64 {
  const [size, out] = weight.shape as [number, number];
  const rows = x.data.length / size;
  const y = new Float64Array(rows * out);
  for (let r = 0; r < rows; r++)
    for (let k = 0; k < out; k++) {
      y[r * out + k] = bias.data[k]!;
      for (let c = 0; c < size; c++) y[r * out + k]! += x.data[r * size + c]! * weight.data[c * out + k]!;
    }
  return { shape: [...x.shape.slice(0, -1), out], data: y };
}

const cases: LayerCase[] = [
  [3, 4],
  [2, 3, 5],
  [2, 2, 3, 4],
].map((shape) => ({
  inputs: [values(shape, 1), values([shape.at(-1)!, 3], 2), values([3], 3)],
  layer: (...tensors) => linear(...(tensors as [tf.Tensor, tf.Tensor2D, tf.Tensor1D])),
  reference: affine,
}));

describe.each(backends)("linear on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it("is x·weight + bias for two to four dimensions, with its gradient by finite differences", () => {
    for (const layer of cases) expectLayer(layer);
  });

  it("leaks nothing", () => {
    for (const layer of cases) expectNoLeak(layer);
  });
});

describe("linear", () => {
  beforeAll(() => useBackend("cpu"));

  it("rejects shapes that do not fit, vectors, and int32", () => {
    tf.tidy(() => {
      const [weight, bias] = [tf.zeros([4, 2]) as tf.Tensor2D, tf.zeros([2]) as tf.Tensor1D];
      expect(() => linear(tf.zeros([3, 5]), weight, bias)).toThrow(
        "linear: weight must have shape [5,?], got [4,2].",
      );
      expect(() => linear(tf.zeros([3, 4]), weight, tf.zeros([1]))).toThrow(
        "linear: bias must have shape [2], got [1].",
      );
      expect(() => linear(tf.zeros([4]), weight, bias)).toThrow(
        "linear: x must have at least two dimensions, got shape [4].",
      );
      expect(() => linear(tf.zeros([3, 4], "int32"), weight, bias)).toThrow(TypeError);
    });
  });
});
