import { checkPredictionType, type PredictionType } from "./predictionType.ts";

/**
 * Coefficients of a prediction as a linear combination of x_t and the network's output: `(xt * x_t + output * networkOutput) / divisor`.
 *
 * The divisor is separate because it is 0 where x_t holds no signal, or no noise. The prediction is then infinite with the correct sign,
 * and clipping makes it finite.
 */
export interface PredictionCoefficients {
  readonly xt: number;
  readonly output: number;
  readonly divisor: number;
}

/**
 * Return the coefficients that predict the clean image x_0 from x_t and the network's output. With a = `alphaCumprod`:
 *
 * - epsilon: `(x_t - sqrt(1 - a) * output) / sqrt(a)`
 * - sample: `output`
 * - v_prediction: `sqrt(a) * x_t - sqrt(1 - a) * output`
 *
 * @param alphaCumprod - ᾱ at x_t, 0…1.
 * @throws RangeError if the prediction type is unknown.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 15; Salimans and Ho 2022, arXiv:2202.00512, appendix D.
 */
export function xStartCoefficients(
  predictionType: PredictionType,
  alphaCumprod: number,
): PredictionCoefficients {
  checkPredictionType("xStartCoefficients", predictionType);
  const [signal, sigma] = [Math.sqrt(alphaCumprod), Math.sqrt(1 - alphaCumprod)];
  switch (predictionType) {
    case "epsilon":
      return { xt: 1, output: -sigma, divisor: signal };
    case "sample":
      return { xt: 0, output: 1, divisor: 1 };
    case "v_prediction":
      return { xt: signal, output: -sigma, divisor: 1 };
  }
}

/**
 * Return the coefficients that predict the noise ε from x_t and the network's output. With a = `alphaCumprod`:
 *
 * - epsilon: `output`
 * - sample: `(x_t - sqrt(a) * output) / sqrt(1 - a)`. Pass a clipped x_0 as the output to get the noise consistent with it.
 * - v_prediction: `sqrt(1 - a) * x_t + sqrt(a) * output`
 *
 * @param alphaCumprod - ᾱ at x_t, 0…1.
 * @throws RangeError if the prediction type is unknown.
 * @see Salimans and Ho 2022, arXiv:2202.00512, appendix D.
 */
export function noiseCoefficients(
  predictionType: PredictionType,
  alphaCumprod: number,
): PredictionCoefficients {
  checkPredictionType("noiseCoefficients", predictionType);
  const [signal, sigma] = [Math.sqrt(alphaCumprod), Math.sqrt(1 - alphaCumprod)];
  switch (predictionType) {
    case "epsilon":
      return { xt: 0, output: 1, divisor: 1 };
    case "sample":
      return { xt: 1, output: -signal, divisor: sigma };
    case "v_prediction":
      return { xt: sigma, output: signal, divisor: 1 };
  }
}

/** Apply the coefficients to one value of x_t and of the network's output. */
export function predict(
  { xt, output, divisor }: PredictionCoefficients,
  x: number,
  networkOutput: number,
): number {
  return (xt * x + output * networkOutput) / divisor;
}
