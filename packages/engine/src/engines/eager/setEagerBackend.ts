import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Makes tfjs's plain JavaScript backend ready, and, unless the program has set another, the one that computes outside compiled
 * functions, such as a sampler's sums. tfjs advises in four lines, on its first use in Node, to install another one; that advice is
 * held back.
 */
export function setEagerBackend(): void {
  // The package registers it itself. A bundle for Node would leave it out, did nothing of it have a name here.
  if (!tf.findBackend("cpu")) tf.registerBackend("cpu", () => new MathBackendCPU());
  const before = tf.getBackend();
  const node = tf.env().getBool("IS_NODE");
  tf.env().set("IS_NODE", false);
  tf.setBackend("cpu");
  tf.dispose(tf.scalar(0));
  tf.env().set("IS_NODE", node);
  if (before) tf.setBackend(before);
}
