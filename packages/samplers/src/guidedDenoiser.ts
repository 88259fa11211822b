import * as tf from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.ts";

/**
 * Classifier-free guidance: goes beyond the conditional output, away from the unconditional one.
 *
 * `output = unconditional + guidanceScale * (conditional - unconditional)`
 *
 * @param conditional - The denoiser with the class or condition.
 * @param unconditional - The denoiser without (the null class), or a weaker model; of the same prediction type.
 * @param guidanceScale - 1 is the conditional denoiser alone, and `unconditional` is not called; above 1 the condition counts for more.
 * @returns A denoiser that disposes what both return.
 * @throws RangeError if `guidanceScale` is not finite, or, when called, if the two outputs differ in shape.
 * @see Ho and Salimans 2022, arXiv:2207.12598, Eq. 6 with guidanceScale = 1 + w.
 */
export function guidedDenoiser(
  conditional: Denoiser,
  unconditional: Denoiser,
  guidanceScale: number,
): Denoiser {
  if (!Number.isFinite(guidanceScale)) {
    throw new RangeError(`guidedDenoiser: guidanceScale must be finite, got ${guidanceScale}.`);
  }
  if (guidanceScale === 1) return conditional;
  return async (xt, t) => {
    const outputs: tf.Tensor4D[] = [];
    try {
      for (const denoiser of [conditional, unconditional]) outputs.push(await denoiser(xt, t));
      const [withCondition, without] = outputs as [tf.Tensor4D, tf.Tensor4D];
      if (!tf.util.arraysEqual(withCondition.shape, without.shape)) {
        throw new RangeError(
          `guidedDenoiser: both outputs must have one shape, got [${withCondition.shape}] and [${without.shape}].`,
        );
      }
      const from = (await without.data()) as Float32Array;
      const to = (await withCondition.data()) as Float32Array;
      const guided = new Float32Array(from.length);
      for (let i = 0; i < from.length; i++) guided[i] = from[i]! + guidanceScale * (to[i]! - from[i]!);
      return tf.tensor4d(guided, without.shape);
    } finally {
      tf.dispose(outputs);
    }
  };
}
