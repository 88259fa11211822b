/** Names of the prediction types, as in Hugging Face diffusers. */
export const predictionTypes = ["epsilon", "sample", "v_prediction"] as const;

/**
 * The quantity that a network predicts: the noise, the clean image, or the velocity
 * `sqrt(alphasCumprod) * noise - sqrt(1 - alphasCumprod) * xStart`.
 */
export type PredictionType = (typeof predictionTypes)[number];

/** @throws RangeError prefixed with `caller` if the type is unknown. */
export function checkPredictionType(caller: string, value: PredictionType): void {
  if (predictionTypes.includes(value)) return;
  throw new RangeError(
    `${caller}: predictionType must be epsilon, sample or v_prediction, got ${String(value)}.`,
  );
}
