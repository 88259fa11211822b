import type { PredictionType } from "@cellgen/diffusion";

interface Prediction {
  xStart(output: number, xt: number, a: number, s: number): number;
  noise(output: number, xt: number, a: number, s: number): number;
}

/** `predictXStart` and `predictNoise` of @cellgen/diffusion for one value, with a = sqrt(alphasCumprod[t]) and s = sqrt(1 - alphasCumprod[t]). */
export const predictions: Record<PredictionType, Prediction> = {
  epsilon: {
    xStart: (output, xt, a, s) => (xt - s * output) / a,
    noise: (output) => output,
  },
  sample: {
    xStart: (output) => output,
    noise: (output, xt, a, s) => (xt - a * output) / s,
  },
  v_prediction: {
    xStart: (output, xt, a, s) => a * xt - s * output,
    noise: (output, xt, a, s) => a * output + s * xt,
  },
};
