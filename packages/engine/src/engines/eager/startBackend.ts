import * as tf from "@tensorflow/tfjs-core";

/**
 * Start a registered tfjs backend, without making it current.
 *
 * @param where - Requirement of the backend, for the error message.
 * @throws Error if it does not start.
 */
export async function startBackend(name: string, where: string): Promise<void> {
  const before = tf.getBackend();
  const production = tf.env().getBool("PROD");
  // Prevent tfjs from printing a stack trace on failure.
  tf.env().set("PROD", true);
  try {
    if (await tf.setBackend(name)) return;
  } finally {
    tf.env().set("PROD", production);
    tf.setBackend(before);
  }
  throw new Error(`engine ${name} does not start: tfjs's backend needs ${where}. Use another engine.`);
}
