import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Register tfjs's plain JavaScript backend, and make it current unless the program has set another one. The current backend computes outside
 * compiled functions, for example the updates of a sampler. tfjs's advice to install another backend, printed on first use in Node, is
 * suppressed.
 */
export function setEagerBackend(): void {
  // The package registers itself, but a bundler for Node removes it unless one of its names is used here.
  if (!tf.findBackend("cpu")) tf.registerBackend("cpu", () => new MathBackendCPU());
  const before = tf.getBackend();
  const node = tf.env().getBool("IS_NODE");
  tf.env().set("IS_NODE", false);
  tf.setBackend("cpu");
  tf.dispose(tf.scalar(0));
  tf.env().set("IS_NODE", node);
  if (before) tf.setBackend(before);
}
