/**
 * What a network predicts, in Hugging Face's words: the noise, the clean image, or the velocity
 * `sqrt(alphasCumprod) * noise - sqrt(1 - alphasCumprod) * xStart`.
 */
export type PredictionType = "epsilon" | "sample" | "v_prediction";

export function unknownPredictionType(caller: string, value: string): RangeError {
  return new RangeError(
    `${caller}: predictionType must be epsilon, sample or v_prediction, got ${String(value)}.`,
  );
}
