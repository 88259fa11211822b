import type { Denoiser } from "@cellgen/samplers";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Goes from one denoiser to another: `output = (1 - position) * from + position * to`, each image of a batch with a position of its own.
 *
 * @param from - Its outputs, as `to`'s, are disposed here.
 * @param positions - One for each image of the batch: 0 is `from` alone, 1 is `to`.
 */
export function mixedDenoiser(from: Denoiser, to: Denoiser, positions: readonly number[]): Denoiser {
  return async (xt, t) => {
    const outputs: tf.Tensor4D[] = [];
    try {
      for (const denoiser of [from, to]) outputs.push(await denoiser(xt, t));
      const [a, b] = (await Promise.all(outputs.map((output) => output.data()))) as [
        Float32Array,
        Float32Array,
      ];
      const size = a.length / positions.length;
      const mixed = a.map((value, i) => {
        const position = positions[Math.floor(i / size)]!;
        return (1 - position) * value + position * b[i]!;
      });
      return tf.tensor4d(mixed, xt.shape);
    } finally {
      tf.dispose(outputs);
    }
  };
}
