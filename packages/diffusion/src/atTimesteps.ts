import * as tf from "@tensorflow/tfjs-core";

/**
 * The table's values at each image's timestep, shaped to multiply a batch of images of the rank. Rounded to float32 only here, after
 * all arithmetic on the tables.
 *
 * @returns float32 `[batch, 1, …]`. The caller disposes it.
 */
export function atTimesteps(table: Float64Array, t: tf.Tensor1D, rank: number): tf.Tensor {
  return tf.tidy(() => {
    const values = tf.gather(tf.tensor1d(Float32Array.from(table)), t);
    return tf.reshape(values, [t.shape[0], ...new Array<number>(rank - 1).fill(1)]);
  });
}
