import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type GroupNormOptions, groupNorm } from "../src/index.ts";
import { type Array64, values } from "./arrays.ts";
import { backends, useBackend } from "./backends.ts";
import { expectLayer, expectNoLeak, type LayerCase } from "./expectLayer.ts";

/** y = silu?((x − μ)/√(σ² + ε)·γ + β), μ and σ² over the places and channels of a group. */
function normalisation(x: Array64, gamma: Array64, beta: Array64, options: GroupNormOptions): Array64 {
  const batch = x.shape[0]!;
  const channels = x.shape.at(-1)!;
  const size = channels / options.groups;
  const y = new Float64Array(x.data.length);
  const sampleLength = x.data.length / batch;
  for (let n = 0; n < batch; n++)
    for (let group = 0; group < options.groups; group++) {
      const members: number[] = [];
      for (let i = n * sampleLength; i < (n + 1) * sampleLength; i++)
        if (Math.floor((i % channels) / size) === group) members.push(i);
      const mean = members.reduce((sum, i) => sum + x.data[i]!, 0) / members.length;
      const variance = members.reduce((sum, i) => sum + (x.data[i]! - mean) ** 2, 0) / members.length;
      for (const i of members) {
        const c = i % channels;
        const z =
          ((x.data[i]! - mean) / Math.sqrt(variance + options.epsilon)) * gamma.data[c]! + beta.data[c]!;
        y[i] = options.silu ? z / (1 + Math.exp(-z)) : z;
      }
    }
  return { shape: x.shape, data: y };
}

function layerCase(shape: number[], options: GroupNormOptions, moved = 0): LayerCase {
  const channels = shape.at(-1)!;
  const { data } = values(shape, 1);
  return {
    inputs: [
      { shape, data: data.map((x) => Math.fround(x + moved)) },
      values([channels], 2),
      values([channels], 3),
    ],
    layer: (...tensors) => groupNorm(...(tensors as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D]), options),
    reference: (x, gamma, beta) => normalisation(x, gamma, beta, options),
  };
}

const cases: Record<string, LayerCase> = {
  images: layerCase([2, 3, 5, 6], { groups: 3, epsilon: 1e-5 }),
  "images, SiLU": layerCase([2, 3, 5, 6], { groups: 2, epsilon: 1e-5, silu: true }),
  places: layerCase([3, 7, 4], { groups: 2, epsilon: 1e-6 }),
  "places, SiLU": layerCase([3, 7, 4], { groups: 4, epsilon: 1e-3, silu: true }),
  "one group": layerCase([2, 2, 3, 3], { groups: 1, epsilon: 1e-5, silu: true }),
  "a mean far from zero": layerCase([1, 4, 4, 4], { groups: 2, epsilon: 1e-5, silu: true }, 30),
};

describe.each(backends)("groupNorm on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(Object.keys(cases))("%s: a loop's values, gradients by finite differences", (name) => {
    expectLayer(cases[name]!);
  });

  it("gives β for a constant image", () => {
    tf.tidy(() => {
      const beta = tf.tensor1d([0.5, -1]);
      const y = groupNorm(tf.fill([1, 3, 3, 2], 7) as tf.Tensor4D, tf.ones([2]), beta, {
        groups: 1,
        epsilon: 1e-5,
      });
      expect([...y.dataSync()]).toEqual(new Array(9).fill([0.5, -1]).flat());
    });
  });

  it("leaks nothing", () => {
    for (const layer of Object.values(cases)) expectNoLeak(layer);
  });
});

describe("groupNorm", () => {
  beforeAll(() => useBackend("cpu"));

  it("rejects groups that do not divide the channels, ε not above 0, shapes that do not fit, and int32", () => {
    tf.tidy(() => {
      const x = tf.zeros([1, 2, 2, 6]) as tf.Tensor4D;
      const ones = tf.ones([6]) as tf.Tensor1D;
      const norm = (options: GroupNormOptions) => () => groupNorm(x, ones, ones, options);
      expect(norm({ groups: 4, epsilon: 1e-5 })).toThrow(
        "groupNorm: groups must divide the 6 channels, got 4.",
      );
      expect(norm({ groups: 0, epsilon: 1e-5 })).toThrow(RangeError);
      expect(norm({ groups: 1.5, epsilon: 1e-5 })).toThrow(RangeError);
      expect(norm({ groups: 2, epsilon: 0 })).toThrow(
        "groupNorm: epsilon must be above 0, got 0. The usual value is 1e-5.",
      );
      expect(norm({ groups: 2, epsilon: Number.NaN })).toThrow(RangeError);
      const options = { groups: 2, epsilon: 1e-5 };
      expect(() => groupNorm(x, tf.ones([1]), ones, options)).toThrow(
        "groupNorm: gamma must have shape [6], got [1].",
      );
      expect(() => groupNorm(x, ones, tf.ones([1, 6]) as tf.Tensor as tf.Tensor1D, options)).toThrow(
        "groupNorm: beta must",
      );
      expect(() => groupNorm(tf.zeros([4, 6]) as tf.Tensor as tf.Tensor3D, ones, ones, options)).toThrow(
        "groupNorm: x must have three or four dimensions, got shape [4,6].",
      );
      expect(() => groupNorm(tf.zeros([1, 2, 2, 6], "int32") as tf.Tensor4D, ones, ones, options)).toThrow(
        TypeError,
      );
    });
  });
});
