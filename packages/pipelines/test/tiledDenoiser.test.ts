import { type Denoiser, sampleDdim, seededNoise } from "@cellgen/samplers";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { tiledDenoiser } from "../src/index.ts";
import { normalValues } from "./normalValues.ts";

const size = [8, 8] as const;

/** Noise that varies with the place by little: what a field of cells is to a window. */
function field(height: number, width: number, channels = 1, images = 1): tf.Tensor4D {
  const values = normalValues(3, images * height * width * channels);
  return tf.tensor4d(values, [images, height, width, channels]);
}

/** The mean of the 3 x 3 neighbours that lie in the window: unlike at its border, and like a network's output. */
const localMean: Denoiser = (xt) => tf.tidy(() => tf.avgPool(xt, 3, 1, "same"));

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

async function valuesOf(denoiser: Denoiser, xt: tf.Tensor4D, t = 5): Promise<Float32Array> {
  const output = await denoiser(xt, t);
  const values = output.dataSync<"float32">();
  output.dispose();
  return values;
}

describe("a tiled denoiser", () => {
  it.each([
    [8, 8],
    [9, 8],
    [19, 31],
    [40, 13],
  ])("of pixels that are alike gives the bits of the untiled one on %i x %i", async (height, width) => {
    const alike: Denoiser = (xt, t) => tf.tidy(() => tf.add<tf.Tensor4D>(tf.mul(xt, 0.3), t / 7));
    const xt = field(height, width, 3, 2);
    for (const [overlap, batchSize] of [
      [1, 1],
      [4, 3],
      [7, 64],
    ] as const) {
      const tiled = tiledDenoiser(alike, { size, overlap, batchSize });
      expect(await valuesOf(tiled, xt)).toEqual(await valuesOf(alike, xt));
    }
    xt.dispose();
  });

  it("gives windows alone what lies in them, and weighs the middle of a window more than its border", async () => {
    const seen: number[][] = [];
    // Each window's output is the value of its first pixel, here the window's number along the row.
    const first: Denoiser = (xt) =>
      tf.tidy(() => {
        seen.push(Array.from(xt.dataSync()));
        return tf.add<tf.Tensor4D>(tf.zerosLike(xt), tf.slice(xt, [0, 0, 0, 0], [xt.shape[0], 1, 1, 1]));
      });
    const ramp = tf.tensor4d(
      Float32Array.from({ length: 8 * 12 }, (_, i) => i % 12),
      [1, 8, 12, 1],
    );
    const values = await valuesOf(tiledDenoiser(first, { size, overlap: 4, batchSize: 2 }), ramp);
    ramp.dispose();
    expect(seen).toHaveLength(1);
    expect(seen[0]!.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(seen[0]!.slice(64, 72)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    const weight = (i: number) => Math.sin((Math.PI * (i + 0.5)) / 8) ** 2;
    const row = Array.from({ length: 12 }, (_, x) => {
      const [left, right] = [x < 8 ? weight(x) : 0, x >= 4 ? weight(x - 4) : 0];
      return (4 * right) / (left + right);
    });
    expect(largestDifference(values.subarray(0, 12), row)).toBeLessThan(1e-6);
  });

  it("has no seams: another grid of windows gives nearly the same", async () => {
    const xt = field(40, 40);
    const untiled = await valuesOf(localMean, xt);
    const tiled = await valuesOf(tiledDenoiser(localMean, { size, overlap: 4, batchSize: 5 }), xt);
    // Without the first three columns every window lies elsewhere.
    const cut = tf.slice(xt, [0, 0, 3, 0], [1, 40, 37, 1]) as tf.Tensor4D;
    const shifted = await valuesOf(tiledDenoiser(localMean, { size, overlap: 4, batchSize: 5 }), cut);
    tf.dispose([xt, cut]);
    // The border of the field itself moved too, and is left out.
    const interior = (values: Float32Array, width: number, from: number) =>
      Array.from({ length: 40 }, (_, y) => values.subarray(y * width + from, (y + 1) * width)).flatMap(
        (row) => Array.from(row),
      );
    expect(largestDifference(interior(tiled, 40, 6), interior(shifted, 37, 3))).toBeLessThan(0.06);
    expect(largestDifference(tiled, untiled)).toBeLessThan(0.06);
    // The same window alone, as it would be set beside the next without weights.
    const whole = field(40, 40);
    const window = tf.slice(whole, [0, 8, 8, 0], [1, 8, 8, 1]) as tf.Tensor4D;
    const alone = await valuesOf(localMean, window);
    tf.dispose([whole, window]);
    const there = Array.from({ length: 8 }, (_, y) => {
      const from = (8 + y) * 40 + 8;
      return Array.from(untiled.subarray(from, from + 8));
    }).flat();
    expect(largestDifference(alone, there)).toBeGreaterThan(0.3);
  });

  it("runs under a sampler, and counts its windows", async () => {
    const told: string[] = [];
    const tiled = tiledDenoiser(localMean, {
      size,
      overlap: 4,
      batchSize: 4,
      onWindows: (done, total) => void told.push(`${done}/${total}`),
    });
    const samples = await sampleDdim(tiled, seededNoise(1, [0], [12, 16, 1]), {
      schedule: noiseSchedule("squaredcos_cap_v2", 10),
      predictionType: "sample",
      timesteps: [9, 4],
    });
    expect(told).toEqual(["4/6", "6/6", "4/6", "6/6"]);
    expect(samples.shape).toEqual([1, 12, 16, 1]);
    samples.dispose();
  });

  it("ends when it is aborted, and leaves no tensors behind", async () => {
    const xt = field(16, 16);
    const controller = new AbortController();
    const reason = new Error("enough");
    let windows = 0;
    const tiled = tiledDenoiser(localMean, {
      size,
      overlap: 4,
      batchSize: 2,
      signal: controller.signal,
      onWindows: (done) => {
        windows = done;
        if (done === 4) controller.abort(reason);
      },
    });
    await expect(valuesOf(tiled, xt)).rejects.toBe(reason);
    expect(windows).toBe(4);
    const before = tf.memory().numTensors;
    await valuesOf(tiledDenoiser(localMean, { size, overlap: 2, batchSize: 2 }), xt);
    await expect(valuesOf(tiled, xt)).rejects.toBe(reason);
    const wrong: Denoiser = () => tf.zeros([1, 8, 8, 1]);
    await expect(valuesOf(tiledDenoiser(wrong, { size, overlap: 2, batchSize: 2 }), xt)).rejects.toThrow(
      new RangeError("tiledDenoiser: the denoiser's output must have the shape [2,8,8,1], got [1,8,8,1]."),
    );
    expect(tf.memory().numTensors).toBe(before);
    xt.dispose();
  });
});

describe("what cannot be tiled is refused", () => {
  it.each([
    [{ overlap: 0 }, "overlap must be a whole number in 1…7 for windows of 8 x 8, got 0"],
    [{ overlap: 8 }, "overlap must be a whole number in 1…7 for windows of 8 x 8, got 8"],
    [{ batchSize: 0 }, "batchSize must be a whole number from 1, got 0"],
    [{ size: [8, 1] as const }, "size must be whole numbers from 2, got 8 x 1"],
  ])("%j", (options, message) => {
    expect(() => tiledDenoiser(localMean, { size, overlap: 4, batchSize: 1, ...options })).toThrow(
      new RangeError(`tiledDenoiser: ${message}.`),
    );
  });

  it("a field smaller than a window", async () => {
    const xt = field(7, 9);
    await expect(valuesOf(tiledDenoiser(localMean, { size, overlap: 4, batchSize: 1 }), xt)).rejects.toThrow(
      new RangeError("tiledDenoiser: xt must be at least 8 x 8, got 7 x 9. Mirror it up first."),
    );
    xt.dispose();
  });
});
