import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";

/** Standard normal images: the same for the same seed. */
export function normalImages(shape: readonly number[], seed: number): tf.Tensor4D {
  return tf.randomNormal<tf.Rank.R4>(shape as [number, number, number, number], 0, 1, "float32", seed);
}

export function timesteps(...t: number[]): tf.Tensor1D {
  return tf.tensor1d(t, "int32");
}

export function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}

export function mean(x: tf.Tensor): number {
  return tf.tidy(() => tf.mean(x).dataSync()[0]!);
}

export function variance(x: tf.Tensor): number {
  return tf.tidy(() => tf.moments(x).variance.dataSync()[0]!);
}

/** Expects a second call to leave just what it returns, and every input alive. */
export function expectNoLeak(call: () => readonly tf.Tensor[], inputs: readonly tf.Tensor[]): void {
  for (const result of call()) tf.dispose(result);
  const before = tf.memory().numTensors;
  const results = call();
  expect(tf.memory().numTensors - before).toBe(results.length);
  for (const result of results) tf.dispose(result);
  expect(tf.memory().numTensors).toBe(before);
  for (const input of inputs) expect(input.isDisposed).toBe(false);
}
