import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { SamplerOptions } from "../src/index.ts";
import { type StepTensors, type StepWeights, weightedStep } from "../src/weightedStep.ts";

const schedule = noiseSchedule("linear", 10, { betaStart: 0.1, betaEnd: 0.4 });
const t = 4;
const a = schedule.sqrtAlphasCumprod[t]!;
const s = schedule.sqrtOneMinusAlphasCumprod[t]!;
type PredictionType = SamplerOptions["predictionType"];
const optionsOf = (predictionType: PredictionType, more: Partial<SamplerOptions> = {}): SamplerOptions => ({
  schedule,
  predictionType,
  timesteps: [t],
  ...more,
});

/** Three images of one pixel: what is clean in them, their noise, other clean images, and fresh noise. */
const xStart = [0.5, -0.25, 0.75];
const noise = [1.5, -0.5, 0.125];
const before = [0.1, 0.2, -0.3];
const fresh = [-1, 2, 0.5];
const xt = xStart.map((clean, i) => a * clean + s * noise[i]!);
/** What a perfect denoiser returns. */
const outputs: Record<PredictionType, readonly number[]> = {
  epsilon: noise,
  sample: xStart,
  v_prediction: xStart.map((clean, i) => a * noise[i]! - s * clean),
};

const images = (values: readonly number[]) => tf.tensor4d([...values], [values.length, 1, 1, 1]);

/** A step of arrays, and what it leaves of tensors: the two that it returns. */
async function step(
  options: SamplerOptions,
  weights: StepWeights,
  given: { readonly [name in keyof StepTensors]?: readonly number[] },
  at = t,
) {
  const tensors = {
    xt: images(given.xt ?? xt),
    output: images(given.output ?? outputs[options.predictionType]),
    predXStartBefore: given.predXStartBefore && images(given.predXStartBefore),
    noise: given.noise && images(given.noise),
  };
  const count = tf.memory().numTensors;
  const results = await weightedStep(options, weights, at, tensors);
  expect(tf.memory().numTensors).toBe(count + 2);
  const arrays = { xt: [...results.xt.dataSync()], predXStart: [...results.predXStart.dataSync()] };
  expect([...tensors.xt.dataSync()]).toEqual([...Float32Array.from(given.xt ?? xt)]);
  tf.dispose([tensors, results] as unknown as tf.TensorContainer);
  return arrays;
}

const all = { xt: 0.3, predXStart: 0.5, predXStartBefore: 0.4, predNoise: -0.7, noise: 0.2 };
const expectClose = (actual: readonly number[], expected: readonly number[]) =>
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, 5);
  });

describe("weightedStep", () => {
  it.each(["epsilon", "sample", "v_prediction"] as const)(
    "is the weighted sum of x_t, x_0 now and before, the noise and fresh noise, for %s",
    async (type) => {
      const results = await step(optionsOf(type), all, { predXStartBefore: before, noise: fresh });
      expectClose(results.predXStart, xStart);
      expectClose(
        results.xt,
        xt.map((x, i) => 0.3 * x + 0.5 * xStart[i]! + 0.4 * before[i]! - 0.7 * noise[i]! + 0.2 * fresh[i]!),
      );
    },
  );

  it("clips the clean images to [-1, 1] unless told otherwise, and never the noise", async () => {
    const output = [3, -2, 0.5];
    const weights = { predXStart: 1, predNoise: 1 };
    const ofNoise = xt.map((x, i) => (x - a * output[i]!) / s);
    const clipped = await step(optionsOf("sample"), weights, { output });
    expect(clipped.predXStart).toEqual([1, -1, 0.5]);
    expectClose(
      clipped.xt,
      [1, -1, 0.5].map((clean, i) => clean + ofNoise[i]!),
    );
    const whole = await step(optionsOf("sample", { clipSample: false }), weights, { output });
    expect(whole.predXStart).toEqual(output);
    expectClose(
      whole.xt,
      output.map((clean, i) => clean + ofNoise[i]!),
    );
  });

  it("does not look at what has no weight, or weight 0", async () => {
    const useless = [Number.NaN, Number.NaN, Number.NaN];
    const given = { predXStartBefore: useless, noise: useless };
    for (const weights of [{ predXStart: 1 }, { predXStart: 1, predXStartBefore: 0, noise: 0, predNoise: 0 }])
      expect((await step(optionsOf("sample"), weights, given)).xt).toEqual(xStart);
  });

  it("needs no noise where x_t has none", async () => {
    const clean = {
      ...schedule,
      sqrtAlphasCumprod: Float64Array.of(1),
      sqrtOneMinusAlphasCumprod: Float64Array.of(0),
    };
    const options = optionsOf("sample", { schedule: clean });
    expect((await step(options, { predXStart: 1, predNoise: 0 }, {}, 0)).xt).toEqual(xStart);
  });

  it("gives each image the same bits in any batch", async () => {
    const given = { predXStartBefore: before, noise: fresh };
    const together = await step(optionsOf("epsilon"), all, given);
    for (const i of [0, 1, 2]) {
      const alone = await step(optionsOf("epsilon"), all, {
        xt: [xt[i]!],
        output: [noise[i]!],
        predXStartBefore: [before[i]!],
        noise: [fresh[i]!],
      });
      expect(alone.xt[0]).toBe(together.xt[i]);
      expect(alone.predXStart[0]).toBe(together.predXStart[i]);
    }
  });
});
