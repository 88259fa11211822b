import "@tensorflow/tfjs-backend-cpu";
import { pSample, tensorDenoiser } from "@cellgen/diffusion";
import { noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { sampleDdpm, seededNoise } from "../src/index.ts";
import { absoluteSum, dummyModel, dummySample } from "./references/huggingFaceTest.ts";

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

  it.each(
    (["fixed_small", "fixed_large"] as const).flatMap((varianceType) =>
      (["epsilon", "sample", "v_prediction"] as const).map((type) => [type, varianceType] as const),
    ),
  )(
    "is pSample after pSample where the list has every timestep: %s, %s",
    async (predictionType, varianceType) => {
      const schedule = noiseSchedule("squaredcos_cap_v2", 8);
      const noise = seededNoise(5, [0, 1], [4, 4, 1]);
      const network = (xt: tf.Tensor4D, t: tf.Tensor1D): tf.Tensor4D =>
        tf.mul(tf.sin(xt), tf.reshape(tf.div(t, 9), [-1, 1, 1, 1]));
      const samples = await sampleDdpm(tensorDenoiser(network, [4, 4, 1]), noise, {
        schedule,
        predictionType,
        timesteps: [7, 6, 5, 4, 3, 2, 1, 0],
        varianceType,
      });
      const tensor = (values: Float32Array) => tf.tensor4d(values, [2, 4, 4, 1]);
      let xt = tensor(noise.initial());
      for (let index = 0; index < 8; index++) {
        const t = tf.tensor1d([7 - index, 7 - index], "int32");
        const fresh = tensor(noise.step(index));
        xt = pSample(schedule, predictionType, network(xt, t), xt, t, fresh, { varianceType });
      }
      const differences = samples.map((value, i) => Math.abs(value - xt.dataSync()[i]!));
      expect(Math.max(...differences)).toBeLessThan(2e-6);
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
    ).rejects.toThrow(
      new RangeError("sampleDdpm: varianceType must be fixed_small or fixed_large, got learned."),
    );
  });
});
