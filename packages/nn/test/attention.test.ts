import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { attention } from "../src/index.ts";
import { type Array64, values } from "./arrays.ts";
import { backends, useBackend } from "./backends.ts";
import { expectLayer, expectNoLeak, type LayerCase } from "./expectLayer.ts";

/** y = softmax(scale·q·kᵀ)·v */
function softAttention(query: Array64, key: Array64, value: Array64, scale: number): Array64 {
  const [heads, places, size] = query.shape as [number, number, number];
  const sources = key.shape[1]!;
  const y = new Float64Array(heads * places * size);
  for (let h = 0; h < heads; h++)
    for (let i = 0; i < places; i++) {
      const weights = Array.from({ length: sources }, (_, j) => {
        let score = 0;
        for (let d = 0; d < size; d++)
          score += query.data[(h * places + i) * size + d]! * key.data[(h * sources + j) * size + d]!;
        return Math.exp(scale * score);
      });
      const total = weights.reduce((a, b) => a + b, 0);
      weights.forEach((weight, j) => {
        for (let d = 0; d < size; d++)
          y[(h * places + i) * size + d]! += (weight / total) * value.data[(h * sources + j) * size + d]!;
      });
    }
  return { shape: query.shape, data: y };
}

function layerCase(heads: number, places: number, sources: number, size: number, scale: number): LayerCase {
  return {
    inputs: [
      values([heads, places, size], 1),
      values([heads, sources, size], 2),
      values([heads, sources, size], 3),
    ],
    layer: (...tensors) => attention(...(tensors as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D]), scale),
    reference: (query, key, value) => softAttention(query, key, value, scale),
  };
}

const cases: Record<string, LayerCase> = {
  "as many sources as places": layerCase(3, 4, 4, 5, 1 / Math.sqrt(5)),
  "more sources than places": layerCase(2, 3, 6, 2, 1),
  "one source": layerCase(2, 3, 1, 4, 0.5),
};

describe.each(backends)("attention on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(Object.keys(cases))("%s: a loop's values, gradients by finite differences", (name) => {
    expectLayer(cases[name]!);
  });

  it("does not overflow with large scores", () => {
    tf.tidy(() => {
      const query = tf.tensor3d([300, 0], [1, 1, 2]);
      const key = tf.tensor3d([1, 0, 0, 1], [1, 2, 2]);
      expect([...attention(query, key, key, 1).dataSync()]).toEqual([1, 0]);
    });
  });

  it("leaks nothing", () => {
    for (const layer of Object.values(cases)) expectNoLeak(layer);
  });
});

describe("attention", () => {
  beforeAll(() => useBackend("cpu"));

  it("rejects shapes that do not fit, a scale that is not finite, and int32", () => {
    tf.tidy(() => {
      const query = tf.zeros([2, 3, 4]) as tf.Tensor3D;
      const other = tf.zeros([1, 3, 4]) as tf.Tensor3D;
      expect(() => attention(query, other, other, 1)).toThrow(
        "attention: key must have shape [2,?,4], got [1,3,4].",
      );
      expect(() => attention(query, query, other, 1)).toThrow(
        "attention: value must have shape [2,3,4], got [1,3,4].",
      );
      expect(() => attention(query, query, query, Number.NaN)).toThrow(
        "attention: scale must be finite, got NaN.",
      );
      expect(() => attention(tf.zeros([3, 4]) as tf.Tensor as tf.Tensor3D, query, query, 1)).toThrow(
        RangeError,
      );
      expect(() => attention(tf.zeros([2, 3, 4], "int32"), query, query, 1)).toThrow(TypeError);
    });
  });
});
