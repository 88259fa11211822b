import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { meanGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Mean_grad";
import { multiplyGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Multiply_grad";
import { squaredDifferenceGradConfig } from "@tensorflow/tfjs-core/dist/gradients/SquaredDifference_grad";
import { describe, expect, it } from "vitest";
import { predictionTarget, qSample, simpleLoss } from "../src/index.ts";
import { expectNoLeak, mean, normalImages, timesteps } from "./batches.ts";
import { training } from "./golden.ts";

const schedule = noiseSchedule("linear");
const shape = [2, 3, 3, 1];
const predictionTypes = ["epsilon", "sample", "v_prediction"] as const;

describe("simpleLoss", () => {
  it("is the golden mean of squares", () => {
    const { x0, eps, eps_hat } = training.vlb_input;
    const row = (values: readonly number[]) => tf.tensor2d([...values], [1, values.length]);
    const loss = simpleLoss(
      schedule,
      "epsilon",
      () => row(eps_hat),
      row(x0),
      timesteps(500),
      row(eps),
    ).dataSync()[0]!;
    expect(Math.abs(loss / training.l_simple - 1)).toBeLessThan(1e-6);
  });

  it("shows the network x_t and t, and is zero for the exact denoiser of every type", () => {
    const [xStart, noise] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(10, 800);
    for (const predictionType of predictionTypes) {
      const denoise = (xt: tf.Tensor4D, given: tf.Tensor1D) => {
        expect(xt.dataSync()).toEqual(qSample(schedule, xStart, t, noise).dataSync());
        expect([...given.dataSync()]).toEqual([10, 800]);
        return predictionTarget(schedule, predictionType, xStart, noise, t);
      };
      expect(simpleLoss(schedule, predictionType, denoise, xStart, t, noise).dataSync()[0]).toBe(0);
    }
  });

  it("averages over images, places and channels alike", () => {
    // Outputs of zero against noise: the mean of its squares.
    const [xStart, noise] = [normalImages(shape, 1), normalImages(shape, 2)];
    const loss = simpleLoss(schedule, "epsilon", tf.zerosLike, xStart, timesteps(10, 800), noise);
    expect(loss.shape).toEqual([]);
    expect(loss.dataSync()[0]).toBeCloseTo(mean(tf.square(noise)), 6);
  });

  it("has the gradient of a mean of squares", () => {
    for (const config of [meanGradConfig, multiplyGradConfig, squaredDifferenceGradConfig]) {
      tf.registerGradient(config);
    }
    const [xStart, noise] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(10, 800);
    const gradient = tf.grad((weight: tf.Tensor) =>
      simpleLoss(schedule, "epsilon", (xt) => tf.mul(xt, weight), xStart, t, noise),
    )(tf.scalar(0.3));
    // d/dw mean((w x - e)^2) = 2 mean((w x - e) x)
    const xt = qSample(schedule, xStart, t, noise);
    const want = 2 * mean(tf.mul(tf.sub(tf.mul(xt, 0.3), noise), xt));
    expect(gradient.dataSync()[0]).toBeCloseTo(want, 5);
  });

  it("rejects a network whose output has another shape, and arguments that do not fit", () => {
    const xStart = normalImages(shape, 1);
    const t = timesteps(10, 800);
    expect(() => simpleLoss(schedule, "epsilon", () => tf.zeros([2, 3, 3, 2]), xStart, t, xStart)).toThrow(
      new RangeError("simpleLoss: denoise's output must have shape [2,3,3,1], got [2,3,3,2]."),
    );
    expect(() => simpleLoss(schedule, "epsilon", (xt) => xt, xStart, timesteps(1), xStart)).toThrow(
      new RangeError("simpleLoss: t must have shape [2], got [1]."),
    );
    const weights = new Float64Array(999).fill(1);
    expect(() => simpleLoss(schedule, "epsilon", (xt) => xt, xStart, t, xStart, weights)).toThrow(
      new RangeError("simpleLoss: weights must have one value for each of 1000 timesteps, got 999."),
    );
    // @ts-expect-error no such type
    expect(() => simpleLoss(schedule, "score", (xt) => xt, xStart, t, xStart)).toThrow(RangeError);
  });

  it("leaks nothing, whatever the network makes on the way", () => {
    const [xStart, noise] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(10, 800);
    const denoise = (xt: tf.Tensor4D) => tf.sin(tf.mul(xt, tf.scalar(2)));
    for (const predictionType of predictionTypes) {
      expectNoLeak(
        () => [simpleLoss(schedule, predictionType, denoise, xStart, t, noise)],
        [xStart, t, noise],
      );
    }
  });
});
