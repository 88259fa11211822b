import { createEngine } from "@cellgen/engine/node";
import type { Denoiser } from "@cellgen/samplers";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { mixedDenoiser } from "../src/mixedDenoiser.ts";

// Sets the backend of the tensors.
beforeAll(async () => {
  await createEngine("cpu");
});

const times =
  (factor: number): Denoiser =>
  (xt) =>
    tf.tidy((): tf.Tensor4D => tf.mul(xt, factor));

it("mixedDenoiser mixes each image's outputs by its own position, and keeps no tensors", async () => {
  const xt = tf.ones<tf.Rank.R4>([3, 2, 1, 1]);
  const mixed = mixedDenoiser(times(2), times(6), [0, 0.25, 1]);
  const before = tf.memory().numTensors;
  const output = await mixed(xt, 5);
  expect(output.dataSync()).toEqual(Float32Array.of(2, 2, 3, 3, 6, 6));
  output.dispose();
  const failing: Denoiser = () => Promise.reject(new Error("boom"));
  await expect(mixedDenoiser(times(2), failing, [0, 0, 0])(xt, 5)).rejects.toThrow("boom");
  expect(tf.memory().numTensors).toBe(before);
});
