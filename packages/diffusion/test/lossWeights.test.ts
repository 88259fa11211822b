import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { lossWeights, predictNoise, predictXStart, qSample, simpleLoss } from "../src/index.ts";
import { normalImages, timesteps } from "./batches.ts";
import { training } from "./golden.ts";

const schedule = noiseSchedule("squaredcos_cap_v2");
const shape = [2, 3, 3, 1];

/** Images, their noise and the output of a network. */
const threeBatches = (seed: number) =>
  [normalImages(shape, seed), normalImages(shape, seed + 1), normalImages(shape, seed + 2)] as const;

describe("lossWeights", () => {
  it("uniform is 1 for every timestep and prediction type", () => {
    for (const predictionType of ["epsilon", "sample", "v_prediction"] as const) {
      expect(lossWeights(schedule, predictionType, "uniform")).toEqual(new Float64Array(1000).fill(1));
    }
  });

  it("velocity makes the loss of every prediction type that of v_prediction", () => {
    const [xStart, noise, v] = threeBatches(1);
    // Timesteps where neither signal nor noise is below 0.05.
    const t = timesteps(100, 800);
    const xt = qSample(schedule, xStart, t, noise);
    const loss = (type: "epsilon" | "sample" | "v_prediction", output: tf.Tensor): number =>
      simpleLoss(
        schedule,
        type,
        () => output,
        xStart,
        t,
        noise,
        lossWeights(schedule, type, "velocity"),
      ).dataSync()[0]!;
    const want = loss("v_prediction", v);
    expect(loss("sample", predictXStart(schedule, "v_prediction", v, xt, t)) / want).toBeCloseTo(1, 4);
    expect(loss("epsilon", predictNoise(schedule, "v_prediction", v, xt, t)) / want).toBeCloseTo(1, 4);
  });

  it.each([
    ["min-snr", 0],
    ["clamped-velocity", 1],
  ] as const)(
    "%s counts the error of x_0 by min(SNR, 5) + %i for every prediction type",
    (weighting, more) => {
      const [xStart, noise, v] = threeBatches(4);
      // SNR 45 and 0.11: above and below the limit.
      const t = timesteps(87, 790);
      const xt = qSample(schedule, xStart, t, noise);
      const predicted = predictXStart(schedule, "v_prediction", v, xt, t);
      const squares = tf.mean(tf.squaredDifference(predicted, xStart), [1, 2, 3]).dataSync();
      const snr = [87, 790].map((i) => schedule.alphasCumprod[i]! / (1 - schedule.alphasCumprod[i]!));
      expect(snr[0]).toBeGreaterThan(5);
      expect(snr[1]).toBeLessThan(5);
      const want = (squares[0]! * (5 + more) + squares[1]! * (snr[1]! + more)) / 2;
      const outputs = {
        sample: predicted,
        epsilon: predictNoise(schedule, "v_prediction", v, xt, t),
        v_prediction: v,
      };
      for (const type of ["sample", "epsilon", "v_prediction"] as const) {
        const weights = lossWeights(schedule, type, weighting);
        const loss = simpleLoss(schedule, type, () => outputs[type], xStart, t, noise, weights);
        expect(loss.dataSync()[0]! / want).toBeCloseTo(1, 4);
      }
    },
  );

  it("min-snr has the values of diffusers' compute_snr", () => {
    expect(training.snr.length).toBeGreaterThan(1);
    for (const { config, t, gamma5 } of training.snr) {
      const { beta_schedule, beta_start: betaStart, beta_end: betaEnd } = config;
      const range = betaStart === undefined || betaEnd === undefined ? {} : { betaStart, betaEnd };
      const of = noiseSchedule(beta_schedule, 1000, range);
      for (const type of ["sample", "epsilon", "v_prediction"] as const) {
        const weights = lossWeights(of, type, "min-snr");
        t.forEach((step, i) => {
          // diffusers multiplies up to 1,000 numbers in float32, and 1 - alphasCumprod has an error of 6e-8.
          const tolerance = 6e-5 + 1e-7 / (1 - of.alphasCumprod[step]!);
          expect(Math.abs(weights[step]! / gamma5[type][i]! - 1)).toBeLessThan(tolerance);
        });
      }
    }
  });

  it("is at most 400: where nearly no noise is left for sample, and nearly no signal for epsilon", () => {
    const [sample, epsilon] = (["sample", "epsilon"] as const).map((type) =>
      lossWeights(schedule, type, "velocity"),
    );
    expect(sample![0]).toBeCloseTo(400, 9);
    expect(epsilon![999]).toBeCloseTo(400, 9);
    expect(sample![500]).toBeCloseTo(1 / (1 - schedule.alphasCumprod[500]!), 9);
  });

  it("rejects an unknown weighting", () => {
    expect(() => lossWeights(schedule, "sample", "snr" as "uniform")).toThrow(
      new RangeError(
        "lossWeights: weighting must be one of uniform, velocity, clamped-velocity, min-snr, got snr.",
      ),
    );
  });
});
