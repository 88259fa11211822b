import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { type Array64, relativeDifference, values } from "./arrays.ts";

/** A layer: on tensors, and as a plain loop in float64. */
export interface LayerCase {
  readonly inputs: readonly Array64[];
  readonly layer: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly reference: (...inputs: Array64[]) => Array64;
}

const step = 1e-5;

/**
 * Checks a layer on the current backend against its reference: the output, and the gradient of Σ w·y (w arbitrary) with respect to
 * every element of every input, which the reference gives by central differences.
 */
export function expectLayer({ inputs, layer, reference }: LayerCase): void {
  const expected = reference(...inputs);
  const weights = values(expected.shape, 99);
  const loss = (changed: readonly Array64[]): number =>
    reference(...changed).data.reduce((sum, y, i) => sum + y * weights.data[i]!, 0);

  tf.tidy(() => {
    const tensors = inputs.map(({ shape, data }) => tf.tensor(Float32Array.from(data), [...shape]));
    const y = layer(...tensors);
    expect(y.shape).toEqual(expected.shape);
    expect(relativeDifference(y.dataSync(), expected.data)).toBeLessThan(1e-5);

    const dy = tf.tensor(Float32Array.from(weights.data), [...weights.shape]);
    const gradients = tf.grads((...args) => layer(...args))(tensors, dy);
    gradients.forEach((gradient, k) => {
      const { shape, data } = inputs[k]!;
      const differences = data.map((_, i) => {
        const moved = (by: number): Array64[] =>
          inputs.map((input, j) => (j === k ? { shape, data: data.with(i, data[i]! + by) } : input));
        return (loss(moved(step)) - loss(moved(-step))) / (2 * step);
      });
      expect(gradient.shape).toEqual(shape);
      expect(relativeDifference(gradient.dataSync(), differences), `gradient of input ${k}`).toBeLessThan(
        1e-5,
      );
    });
  });
}

/** Checks that a layer, run forward and backward, leaves no tensors but its result. */
export function expectNoLeak({ inputs, layer }: LayerCase): void {
  const tensors = inputs.map(({ shape, data }) => tf.tensor(Float32Array.from(data), [...shape]));
  const run = (): void => {
    tf.dispose(layer(...tensors));
    tf.dispose(tf.grads((...args) => layer(...args))(tensors));
  };
  run();
  const before = tf.memory().numTensors;
  run();
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose(tensors);
}
