import * as tf from "@tensorflow/tfjs-core";

/**
 * Look up each image's timestep in a table. The result broadcasts over a batch of images of the given rank. The tables stay in float64 and
 * are rounded to float32 only here.
 *
 * @returns float32 `[batch, 1, …]`. Dispose of it after use.
 */
export function atTimesteps(table: Float64Array, t: tf.Tensor1D, rank: number): tf.Tensor {
  return tf.tidy(() => {
    const values = tf.gather(tf.tensor1d(Float32Array.from(table)), t);
    return tf.reshape(values, [t.shape[0], ...new Array<number>(rank - 1).fill(1)]);
  });
}
