import "@tensorflow/tfjs-backend-cpu";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { predictionTarget, velocity } from "../../src/index.ts";
import { expectNoLeak, normalImages, timesteps } from "../batches.ts";

const schedule = noiseSchedule("linear");
const shape = [2, 3, 3, 1];

describe("predictionTarget", () => {
  it("is the noise, the image or the velocity: a tensor of its own", () => {
    const [xStart, noise] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(10, 800);
    for (const [predictionType, want] of [
      ["epsilon", noise],
      ["sample", xStart],
      ["v_prediction", velocity(schedule, xStart, noise, t)],
    ] as const) {
      const target = predictionTarget(schedule, predictionType, xStart, noise, t);
      expect(target.dataSync()).toEqual(want.dataSync());
      tf.dispose(target);
      expect(want.isDisposed).toBe(false);
    }
  });

  it("rejects unknown types and shapes that do not fit", () => {
    const xStart = normalImages(shape, 1);
    const t = timesteps(10, 800);
    // @ts-expect-error no such type
    expect(() => predictionTarget(schedule, "noise", xStart, xStart, t)).toThrow(
      new RangeError("predictionTarget: predictionType must be epsilon, sample or v_prediction, got noise."),
    );
    expect(() => predictionTarget(schedule, "epsilon", xStart, normalImages([2, 1, 1, 1], 2), t)).toThrow(
      new RangeError("predictionTarget: noise must have shape [2,3,3,1], got [2,1,1,1]."),
    );
  });

  it("leaks nothing", () => {
    const [xStart, noise] = [normalImages(shape, 1), normalImages(shape, 2)];
    const t = timesteps(10, 800);
    for (const predictionType of ["epsilon", "sample", "v_prediction"] as const) {
      expectNoLeak(() => [predictionTarget(schedule, predictionType, xStart, noise, t)], [xStart, noise, t]);
    }
  });
});
