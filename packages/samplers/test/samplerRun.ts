import * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "../src/denoiser.ts";

/** A network in miniature: neither linear nor the same at all timesteps. */
export const smooth: Denoiser = async (xt, t) =>
  tf.tidy((): tf.Tensor4D => tf.mul(tf.sin(tf.mul(xt, 1.3)), 0.3 + t / 1500));

/** The values of a tensor that is the caller's, which is disposed. */
export async function values(tensor: Promise<tf.Tensor4D>): Promise<Float32Array> {
  const samples = await tensor;
  const data = await samples.data<"float32">();
  samples.dispose();
  return data;
}

/** How many tensors a run leaves behind, whatever becomes of it. */
export async function leftBehind(run: () => Promise<unknown>): Promise<number> {
  await run().catch(() => {});
  const before = tf.memory().numTensors;
  await run().catch(() => {});
  return tf.memory().numTensors - before;
}
