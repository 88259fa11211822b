import * as tf from "@tensorflow/tfjs-core";

/**
 * Starts a backend of tfjs that is registered already; the one that was current stays so.
 *
 * @param where - What the backend needs, for the error.
 * @throws Error if it does not start.
 */
export async function startBackend(name: string, where: string): Promise<void> {
  const before = tf.getBackend();
  const production = tf.env().getBool("PROD");
  // Otherwise tfjs prints a stack trace when it fails.
  tf.env().set("PROD", true);
  try {
    if (await tf.setBackend(name)) return;
  } finally {
    tf.env().set("PROD", production);
    tf.setBackend(before);
  }
  throw new Error(`engine ${name} does not start: tfjs's backend needs ${where}. Take another engine.`);
}
