import type { NoiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { atTimesteps } from "../atTimesteps.ts";
import { checkBatch } from "../checkBatch.ts";
import type { PredictionCoefficients } from "../coefficients/predictionCoefficients.ts";
import { checkPredictionType, type PredictionType } from "../coefficients/predictionType.ts";
import { coefficientTables } from "../coefficientTables.ts";
import { weightedSum } from "../weightedSum.ts";

/** Compute a prediction from the network's output and the noisy images: `(xt[t] * xt + output[t] * output) / divisor[t]`. */
export function fromOutput<T extends tf.Tensor>(
  caller: string,
  schedule: NoiseSchedule,
  predictionType: PredictionType,
  coefficients: (predictionType: PredictionType, alphaCumprod: number) => PredictionCoefficients,
  { output, xt }: { readonly output: T; readonly xt: T },
  t: tf.Tensor1D,
): T {
  checkBatch(caller, { xt, output }, t);
  checkPredictionType(caller, predictionType);
  const tables = coefficientTables(schedule, (alphaCumprod) => coefficients(predictionType, alphaCumprod));
  return tf.tidy(() => {
    const sum = weightedSum(t, [tables.xt, xt], [tables.output, output]);
    if (tables.divisor.every((value) => value === 1)) return sum;
    return tf.div(sum, atTimesteps(tables.divisor, t, xt.rank)) as T;
  });
}
