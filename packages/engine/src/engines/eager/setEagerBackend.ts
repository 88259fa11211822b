import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Makes tfjs's plain JavaScript backend ready, and, unless the program has set another, the one that computes outside compiled
 * functions, such as a sampler's sums. tfjs advises in four lines, on its first use in Node, to install another one; that advice is
 * held back.
 */
export function setEagerBackend(): void {
  const before = tf.getBackend();
  const node = tf.env().getBool("IS_NODE");
  tf.env().set("IS_NODE", false);
  tf.setBackend("cpu");
  tf.tidy(() => tf.scalar(0));
  tf.env().set("IS_NODE", node);
  if (before) tf.setBackend(before);
}
