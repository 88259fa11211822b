import * as tf from "@tensorflow/tfjs-core";
import { atTimesteps } from "./atTimesteps.ts";

/** Images with their weight at each timestep. */
export type WeightedImages<T extends tf.Tensor> = readonly [weights: Float64Array, images: T];

/**
 * Compute `sum_k weights_k[t] * images_k`, each image of the batch with its own t. Terms with weight 0 at all timesteps are skipped, and a
 * weight of 1 at all timesteps saves the multiplication. Shapes are not checked.
 *
 * @returns New tensor. Dispose of it after use.
 */
export function weightedSum<T extends tf.Tensor>(t: tf.Tensor1D, ...terms: readonly WeightedImages<T>[]): T {
  return tf.tidy(() => {
    const weighted = terms
      .filter(([weights]) => weights.some((weight) => weight !== 0))
      .map(
        ([weights, images]): tf.Tensor =>
          weights.every((weight) => weight === 1)
            ? tf.clone(images)
            : tf.mul(atTimesteps(weights, t, images.rank), images),
      );
    return weighted.reduce((sum, term) => tf.add(sum, term)) as T;
  });
}
