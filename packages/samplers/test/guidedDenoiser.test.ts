import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type Denoiser, guidedDenoiser } from "../src/index.ts";

const scaled =
  (scale: number): Denoiser =>
  (xt, t) =>
    tf.mul<tf.Tensor4D>(xt, scale * t);
const ones = tf.ones<tf.Rank.R4>([1, 1, 2, 1]);

describe("guidedDenoiser", () => {
  it.each([
    [0, 10],
    [1, 30],
    [3, 70],
    [-1, -10],
  ])("of scale %d is unconditional + scale * (conditional - unconditional)", async (scale, expected) => {
    // 10 + scale * (30 - 10)
    const output = await guidedDenoiser(scaled(3), scaled(1), scale)(ones, 10);
    expect([...output.dataSync()]).toEqual([expected, expected]);
  });

  it("of scale 1 does not call the unconditional denoiser", async () => {
    const never = () => {
      throw new Error("called");
    };
    const output = await guidedDenoiser(scaled(3), never, 1)(ones, 10);
    expect(output.dataSync()[0]).toBe(30);
    await expect(guidedDenoiser(scaled(3), never, 1.5)(ones, 10)).rejects.toThrow("called");
  });

  it("keeps only its output, and nothing when a denoiser throws or the outputs differ in shape", async () => {
    const fail: Denoiser = async () => {
      throw new Error("boom");
    };
    const short: Denoiser = (xt) => tf.slice(xt, [0, 0, 0, 0], [1, 1, 1, 1]);
    const before = tf.memory().numTensors;
    (await guidedDenoiser(scaled(3), scaled(1), 2)(ones, 1)).dispose();
    await expect(guidedDenoiser(scaled(3), fail, 2)(ones, 1)).rejects.toThrow("boom");
    await expect(guidedDenoiser(scaled(3), short, 2)(ones, 1)).rejects.toThrow(
      "guidedDenoiser: both outputs must have one shape, got [1,1,2,1] and [1,1,1,1].",
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it("rejects a scale that is not finite", () => {
    expect(() => guidedDenoiser(scaled(1), scaled(1), Number.NaN)).toThrow(
      "guidedDenoiser: guidanceScale must be finite, got NaN.",
    );
  });
});
