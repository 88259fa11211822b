import { noiseSchedule } from "@cellgen/schedules";
import { expect, it } from "vitest";
import { addNoise } from "../../src/index.ts";

const { alphasCumprod } = noiseSchedule("linear");

it("addNoise is sqrt(a) of the images and sqrt(1 - a) of the noise, in a new array", () => {
  const [xStart, noise] = [Float32Array.of(1, 0.5), Float32Array.of(0, 2)];
  const xt = addNoise(xStart, noise, 0.36);
  expect(xt[0]).toBeCloseTo(0.6, 6);
  expect(xt[1]).toBeCloseTo(0.3 + 0.8 * 2, 6);
  expect([xStart, noise]).toEqual([Float32Array.of(1, 0.5), Float32Array.of(0, 2)]);
});

it("addNoise by the ratio of two noise levels goes from one to the other", () => {
  const [s, t] = [alphasCumprod[300]!, alphasCumprod[500]!];
  const none = Float32Array.of(0);
  const [atOnce] = addNoise(Float32Array.of(0.7), none, t);
  const [inTwo] = addNoise(addNoise(Float32Array.of(0.7), none, s), none, t / s);
  expect(inTwo).toBeCloseTo(atOnce!, 6);
  // The variances of both noises add to that of t.
  expect((t / s) * (1 - s) + (1 - t / s)).toBeCloseTo(1 - t, 12);
});

it("addNoise rejects noise of another length", () => {
  expect(() => addNoise(new Float32Array(2), new Float32Array(1), 0.5)).toThrow(
    new RangeError("addNoise: noise must have the length of the images, 2, got 1."),
  );
});
