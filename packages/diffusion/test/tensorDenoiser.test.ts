import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { tensorDenoiser } from "../src/index.ts";

describe("tensorDenoiser", () => {
  it("gives a tfjs function images of the shape and int32 timesteps, one for each", async () => {
    const seen: (readonly [readonly number[], string, readonly number[]])[] = [];
    const denoiser = tensorDenoiser(
      (xt, t) => {
        seen.push([xt.shape, t.dtype, [...t.dataSync()]]);
        return tf.mul(xt, tf.reshape(tf.cast(t, "float32"), [-1, 1, 1, 1]));
      },
      [1, 2, 1],
    );
    expect(await denoiser(Float32Array.of(1, 2, 3, 4), 5)).toEqual(Float32Array.of(5, 10, 15, 20));
    expect(seen).toEqual([[[2, 1, 2, 1], "int32", [5, 5]]]);
  });

  it("gives a new array, even of a function that returns its input", async () => {
    const xt = Float32Array.of(1, 2);
    const output = await tensorDenoiser((images) => images, [1, 2, 1])(xt, 0);
    output.fill(0);
    expect(xt).toEqual(Float32Array.of(1, 2));
  });

  it("keeps no tensors, also when it throws", async () => {
    const fail = tensorDenoiser(() => {
      throw new Error("boom");
    }, [1, 2, 1]);
    const double = tensorDenoiser((xt) => tf.mul(xt, 2), [1, 2, 1]);
    const before = tf.memory().numTensors;
    await double(new Float32Array(2), 0);
    await expect(fail(new Float32Array(2), 0)).rejects.toThrow("boom");
    expect(tf.memory().numTensors).toBe(before);
  });

  it("rejects parts of images, and outputs of another shape", async () => {
    const flat = tensorDenoiser((xt) => tf.reshape(xt, [-1]), [1, 2, 1]);
    const before = tf.memory().numTensors;
    await expect(flat(new Float32Array(3), 0)).rejects.toThrow(
      new RangeError("tensorDenoiser: xt must contain whole images of 1 x 2 x 1 = 2 values, got 3."),
    );
    await expect(flat(new Float32Array(2), 0)).rejects.toThrow(
      new RangeError("tensorDenoiser: denoise's output must have shape [1,1,2,1], got [2]."),
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
