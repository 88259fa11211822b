import { noiseSchedule } from "@cellgen/schedules";
import { describe, expect, it } from "vitest";
import {
  ddimCoefficients,
  ddpmCoefficients,
  forwardCoefficients,
  inverseDdimCoefficients,
  noiseCoefficients,
  type PredictionType,
  posteriorCoefficients,
  predict,
  predictionTypes,
  velocityCoefficients,
  xStartCoefficients,
} from "../src/coefficients/index.ts";
import { training } from "./golden.ts";

function expectRelative(got: readonly number[], want: readonly number[], tolerance: number): void {
  expect(got.length).toBe(want.length);
  got.forEach((value, i) => {
    expect(Math.abs(value / want[i]! - 1), `value ${i}: ${value}, not ${want[i]}`).toBeLessThan(tolerance);
  });
}

describe("the predictions", () => {
  const [xStart, noise] = [0.7, -1.3];
  const outputs = (a: number): Record<PredictionType, number> => ({
    epsilon: noise,
    sample: xStart,
    v_prediction: Math.sqrt(a) * noise - Math.sqrt(1 - a) * xStart,
  });

  it.each(predictionTypes)("of %s give the image and the noise of every noise level", (predictionType) => {
    for (const a of [0.9999, 0.5, 0.01]) {
      const forward = forwardCoefficients(a);
      const xt = forward.xStart * xStart + forward.noise * noise;
      const output = outputs(a)[predictionType];
      expect(predict(xStartCoefficients(predictionType, a), xt, output)).toBeCloseTo(xStart, 12);
      expect(predict(noiseCoefficients(predictionType, a), xt, output)).toBeCloseTo(noise, 12);
    }
  });

  it("have the velocity as a target of the same image and noise", () => {
    const of = velocityCoefficients(0.3);
    expect(of.xStart * xStart + of.noise * noise).toBeCloseTo(outputs(0.3).v_prediction, 14);
  });

  it("are infinite with the right sign, not NaN, where x_t holds nothing of what is predicted", () => {
    expect(predict(xStartCoefficients("epsilon", 0), 2, 1.5)).toBe(Number.POSITIVE_INFINITY);
    expect(predict(xStartCoefficients("epsilon", 0), 1, 1.5)).toBe(Number.NEGATIVE_INFINITY);
    expect(predict(noiseCoefficients("sample", 1), 0.5, 0.7)).toBe(Number.NEGATIVE_INFINITY);
    expect(predict(xStartCoefficients("v_prediction", 0), 2, 0.25)).toBe(-0.25);
  });

  it("reject unknown types", () => {
    expect(() => xStartCoefficients("score" as PredictionType, 0.5)).toThrow(RangeError);
    expect(() => noiseCoefficients("score" as PredictionType, 0.5)).toThrow(RangeError);
  });
});

describe("posteriorCoefficients", () => {
  const at = ({ alphasCumprod, alphasCumprodPrev }: ReturnType<typeof noiseSchedule>, t: number) =>
    posteriorCoefficients(alphasCumprod[t]!, alphasCumprodPrev[t]!);

  it("of two betas are as worked out by hand", () => {
    // betas 0.5, 0.2: products 0.5 and 0.5 * 0.8 = 0.4.
    const schedule = noiseSchedule([0.5, 0.2]);
    expect(at(schedule, 0)).toEqual({ xStart: 1, xt: 0, variance: 0 });
    const { xStart, xt, variance } = at(schedule, 1);
    expect(xStart).toBeCloseTo(Math.SQRT1_2 / 3, 14); // 0.2 * sqrt(0.5) / 0.6
    expect(xt).toBeCloseTo((0.5 * Math.sqrt(0.8)) / 0.6, 14);
    expect(variance).toBeCloseTo(1 / 6, 14); // 0.2 * 0.5 / 0.6
  });

  it("are the float64 values of the papers' formulas", () => {
    const schedule = noiseSchedule("linear");
    const golden = training.posterior_float64;
    const got = golden.t.map((t) => at(schedule, t));
    expect([got[0]!.xt, got[0]!.variance]).toEqual([0, 0]);
    const pick = (name: "xStart" | "xt" | "variance") => got.map((coefficients) => coefficients[name]);
    expectRelative(pick("xStart"), golden.mean_coef_x0, 1e-9);
    expectRelative(pick("xt").slice(1), golden.mean_coef_xt.slice(1), 1e-9);
    expectRelative(pick("variance").slice(1), golden.posterior_variance.slice(1), 1e-9);
    const clipped = golden.t.map((t) => Math.log(at(schedule, t || 1).variance));
    expectRelative(clipped, golden.posterior_log_variance_clipped, 1e-9);
  });

  it("agree with Bayes' rule of two normals", () => {
    // q(x_{t-1} | x_0) = N(sqrt(P) x_0, 1 - P) and q(x_t | x_{t-1}) = N(sqrt(alpha) x_{t-1}, beta): precisions add.
    const schedule = noiseSchedule("squaredcos_cap_v2", 100);
    for (let t = 1; t < 100; t++) {
      const [prev, alpha, beta] = [schedule.alphasCumprodPrev[t]!, schedule.alphas[t]!, schedule.betas[t]!];
      const variance = 1 / (1 / (1 - prev) + alpha / beta);
      const got = at(schedule, t);
      expectRelative(
        [got.variance, got.xStart, got.xt],
        [variance, (variance * Math.sqrt(prev)) / (1 - prev), (variance * Math.sqrt(alpha)) / beta],
        1e-10,
      );
    }
  });

  it("are finite where no image is left in x_t", () => {
    expect(posteriorCoefficients(0, 0.125)).toEqual({ xStart: Math.sqrt(0.125), xt: 0, variance: 0.875 });
  });
});

describe("the steps", () => {
  const [a, aNext] = [0.3, 0.6];

  it("of DDPM have the posterior's mean, and the variance of the posterior or beta", () => {
    const { xStart, xt, variance } = posteriorCoefficients(a, aNext);
    expect(ddpmCoefficients(a, aNext, "fixed_small")).toEqual({ xStart, xt, noise: Math.sqrt(variance) });
    expect(ddpmCoefficients(a, aNext, "fixed_large")).toEqual({
      xStart,
      xt,
      noise: Math.sqrt(1 - a / aNext),
    });
    for (const varianceType of ["fixed_small", "fixed_large"] as const) {
      expect(ddpmCoefficients(a, 1, varianceType)).toEqual({ xStart: 1, xt: 0, noise: 0 });
    }
    expect(() => ddpmCoefficients(a, aNext, "learned" as "fixed_small")).toThrow(RangeError);
  });

  it("of DDIM keep the variance of the noise level, and with eta 1 have DDPM's", () => {
    for (const eta of [0, 0.4, 1]) {
      const { xStart, predNoise, noise } = ddimCoefficients(a, aNext, eta);
      expect(xStart).toBe(Math.sqrt(aNext));
      expect(predNoise ** 2 + noise ** 2).toBeCloseTo(1 - aNext, 14);
    }
    expect(ddimCoefficients(a, aNext, 1).noise).toBeCloseTo(
      ddpmCoefficients(a, aNext, "fixed_small").noise,
      14,
    );
    expect(ddimCoefficients(a, 1, 1)).toEqual({ xStart: 1, predNoise: 0, noise: 0 });
  });

  it("of DDIM are finite where x_t holds no noise", () => {
    expect(ddimCoefficients(1, 1, 0)).toEqual({ xStart: 1, predNoise: 0, noise: 0 });
  });

  it("of DDIM backwards undo the deterministic step, wherever the noise level lies", () => {
    const [xStart, predNoise] = [0.4, -0.8];
    for (const [from, to] of [
      [0.001, 0.2],
      [0.3, 0.6],
      [0.9, 1],
    ] as const) {
      const forward = forwardCoefficients(from);
      const xt = forward.xStart * xStart + forward.noise * predNoise;
      const step = ddimCoefficients(from, to, 0);
      const xNext = step.xStart * xStart + step.predNoise * predNoise;
      const inverse = inverseDdimCoefficients(from, to);
      const back = inverse.xNext * xNext + inverse.xStart * xStart + inverse.predNoise * predNoise;
      expect(back).toBeCloseTo(xt, 12);
    }
  });
});
