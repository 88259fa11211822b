import type { NoiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { atTimesteps } from "./atTimesteps.ts";
import { checkBatch } from "./checkBatch.ts";
import { type PredictionType, unknownPredictionType } from "./predictionType.ts";

/** A formula in a = sqrt(alphasCumprod[t]) and s = sqrt(1 - alphasCumprod[t]), which are only made where it asks for them. */
type Formula = (a: () => tf.Tensor, s: () => tf.Tensor) => tf.Tensor;

/** What a network's output and the noisy images that it saw stand for: one formula for each prediction type. */
export function fromOutput<T extends tf.Tensor>(
  caller: string,
  { sqrtAlphasCumprod, sqrtOneMinusAlphasCumprod }: NoiseSchedule,
  predictionType: PredictionType,
  images: { readonly output: T; readonly xt: T },
  t: tf.Tensor1D,
  formulas: Readonly<Record<PredictionType, Formula>>,
): T {
  checkBatch(caller, { xt: images.xt, output: images.output }, t);
  if (!Object.hasOwn(formulas, predictionType)) throw unknownPredictionType(caller, predictionType);
  const { rank } = images.xt;
  return tf.tidy(
    () =>
      formulas[predictionType](
        () => atTimesteps(sqrtAlphasCumprod, t, rank),
        () => atTimesteps(sqrtOneMinusAlphasCumprod, t, rank),
      ) as T,
  );
}
