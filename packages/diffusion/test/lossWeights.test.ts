import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import type * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { lossWeights, predictNoise, predictXStart, qSample, simpleLoss } from "../src/index.ts";
import { normalImages, timesteps } from "./batches.ts";

const schedule = noiseSchedule("squaredcos_cap_v2");
const shape = [2, 3, 3, 1];

describe("lossWeights", () => {
  it("uniform is 1 for every timestep and prediction type", () => {
    for (const predictionType of ["epsilon", "sample", "v_prediction"] as const) {
      expect(lossWeights(schedule, predictionType, "uniform")).toEqual(new Float64Array(1000).fill(1));
    }
  });

  it("velocity makes the loss of every prediction type that of v_prediction", () => {
    const [xStart, noise, v] = [1, 2, 3].map((seed) => normalImages(shape, seed)) as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor4D,
    ];
    // Timesteps where neither signal nor noise is below 0.05.
    const t = timesteps(100, 800);
    const xt = qSample(schedule, xStart, t, noise);
    const loss = (type: "epsilon" | "sample" | "v_prediction", output: tf.Tensor4D): number =>
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
      new RangeError("lossWeights: weighting must be one of uniform, velocity, got snr."),
    );
  });
});
