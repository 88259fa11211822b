import type { NoiseSchedule } from "@cellgen/schedules";
import { checkPredictionType, type PredictionType } from "./coefficients/predictionType.ts";
import { coefficientTables } from "./coefficientTables.ts";

/** Names of the loss weightings. */
export const lossWeightings = ["uniform", "velocity", "clamped-velocity", "min-snr"] as const;

/** How the squared error counts at each timestep: see {@link lossWeights}. */
export type LossWeighting = (typeof lossWeightings)[number];

/** Limit of the signal-to-noise ratio in "clamped-velocity" and "min-snr". */
const MAX_SNR = 5;

/** Smallest divisor of an error. It bounds the weights by 400 where nearly no noise, or no signal, is left. */
const MIN_COEFFICIENT = 0.05;

/**
 * Return the weight of the squared error of a network's output at each timestep. With a = sqrt(alphasCumprod[t]),
 * s = sqrt(1 - alphasCumprod[t]) and SNR = a² / s²:
 *
 * | weighting | epsilon | sample | v_prediction |
 * |---|---|---|---|
 * | uniform | 1 | 1 | 1 |
 * | velocity | 1 / max(a, 0.05)² | 1 / max(s, 0.05)² | 1 |
 * | clamped-velocity | r / max(a, 0.05)² | r / max(s, 0.05)² | r |
 * | min-snr | min(SNR, 5) / SNR | min(SNR, 5) | min(SNR, 5) / (SNR + 1) |
 *
 * "velocity" is the squared error of the velocity that follows from the output, because an error e of x_0 is an error e / s of v, and an error
 * of the noise one of e / a. This is the squared error of x_0 times 1 + SNR. "min-snr" is the squared error of x_0 times min(SNR, 5): errors at
 * little noise, where the finest details are decided, have less weight, and so have errors at much noise, where the brightness is. In
 * "clamped-velocity" only errors at little noise have less: it is the squared error of x_0 times 1 + min(SNR, 5), with
 * r = (1 + min(SNR, 5)) / (1 + SNR).
 *
 * @returns A weight for each of t = 0…numTimesteps-1. New array.
 * @throws RangeError if the prediction type or weighting is unknown.
 * @see Salimans and Ho 2022, arXiv:2202.00512, section 4 and appendix D (velocity); Hang et al. 2023, arXiv:2303.09556, section 3.4 (min-snr).
 */
export function lossWeights(
  schedule: NoiseSchedule,
  predictionType: PredictionType,
  weighting: LossWeighting,
): Float64Array {
  checkPredictionType("lossWeights", predictionType);
  if (!lossWeightings.includes(weighting)) {
    throw new RangeError(
      `lossWeights: weighting must be one of ${lossWeightings.join(", ")}, got ${String(weighting)}.`,
    );
  }
  const inverseSquare = (coefficient: number): number => 1 / Math.max(coefficient, MIN_COEFFICIENT) ** 2;
  return coefficientTables(schedule, (alphaCumprod) => {
    if (weighting === "min-snr") return { weight: minSnrWeight(alphaCumprod, predictionType) };
    if (weighting === "uniform") return { weight: 1 };
    const snr = alphaCumprod / (1 - alphaCumprod);
    const factor = weighting === "velocity" ? 1 : (1 + Math.min(snr, MAX_SNR)) / (1 + snr);
    if (predictionType === "v_prediction") return { weight: factor };
    const variance = predictionType === "epsilon" ? alphaCumprod : 1 - alphaCumprod;
    return { weight: factor * inverseSquare(Math.sqrt(variance)) };
  }).weight;
}

function minSnrWeight(alphaCumprod: number, predictionType: PredictionType): number {
  const snr = alphaCumprod / (1 - alphaCumprod);
  const weight = Math.min(snr, MAX_SNR);
  if (predictionType === "sample") return weight;
  return weight / (predictionType === "epsilon" ? snr : snr + 1);
}
