import "@tensorflow/tfjs-backend-cpu";
import { pSample } from "@cellgen/diffusion";
import { noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type SamplerOptions, sampleDdpm, seededNoise } from "../src/index.ts";
import { absoluteSum, dummyModel, dummySample } from "./huggingFaceTest.ts";

describe("sampleDdpm", () => {
  it("gives the constants of Hugging Face's tests, through all 1000 timesteps", async () => {
    const schedule = noiseSchedule("linear");
    const timesteps = spacedTimesteps("leading", 1000, 1000);
    const epsilon = await absoluteSum(
      sampleDdpm(dummyModel, dummySample(), { schedule, predictionType: "epsilon", timesteps }),
    );
    expect(epsilon.sum).toBeCloseTo(258.9606, 2);
    expect(epsilon.mean).toBeCloseTo(0.3372, 3);
    const v = await absoluteSum(
      sampleDdpm(dummyModel, dummySample(), { schedule, predictionType: "v_prediction", timesteps }),
    );
    expect(v.sum).toBeCloseTo(202.0296, 2);
    expect(v.mean).toBeCloseTo(0.2631, 3);
  });

  it.each(["fixed_small", "fixed_large"] as const)(
    "is pSample after pSample where the list has every timestep, %s",
    async (varianceType) => {
      const schedule = noiseSchedule("squaredcos_cap_v2", 8);
      const noise = seededNoise(5, [0, 1], [4, 4, 1]);
      const options: SamplerOptions = {
        schedule,
        predictionType: "v_prediction",
        timesteps: [7, 6, 5, 4, 3, 2, 1, 0],
      };
      const samples = await sampleDdpm(dummyModel, noise, { ...options, varianceType });
      let xt = noise.initial();
      for (let index = 0; index < 8; index++) {
        const t = 7 - index;
        xt = pSample(
          schedule,
          "v_prediction",
          await dummyModel(xt, t),
          xt,
          tf.tensor1d([t, t], "int32"),
          noise.step(index),
          { varianceType },
        );
      }
      expect(tf.max(tf.abs(tf.sub(samples, xt))).arraySync()).toBeLessThan(2e-6);
    },
  );

  it("rejects an unknown variance type", async () => {
    await expect(
      sampleDdpm(dummyModel, dummySample(), {
        schedule: noiseSchedule("linear"),
        predictionType: "epsilon",
        timesteps: [0],
        varianceType: "learned" as "fixed_small",
      }),
    ).rejects.toThrow('sampleDdpm: varianceType must be "fixed_small" or "fixed_large", got learned.');
  });
});
