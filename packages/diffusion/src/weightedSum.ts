import * as tf from "@tensorflow/tfjs-core";
import { atTimesteps } from "./atTimesteps.ts";

/** `tableA[t] * a + tableB[t] * b`, each image with its own t. The shapes must have been checked. */
export function weightedSum<T extends tf.Tensor>(
  tableA: Float64Array,
  a: T,
  tableB: Float64Array,
  b: T,
  t: tf.Tensor1D,
): T {
  return tf.tidy(
    () => tf.add(tf.mul(atTimesteps(tableA, t, a.rank), a), tf.mul(atTimesteps(tableB, t, b.rank), b)) as T,
  );
}
