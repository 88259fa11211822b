import { tensorDenoiser } from "@cellgen/diffusion";
import { createEngine } from "@cellgen/engine/node";
import { type Denoiser, sampleDdim, seededNoise } from "@cellgen/samplers";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { tiledDenoiser } from "../../src/index.ts";
import { normalValues } from "../normalValues.ts";

// Sets the backend of the tensors.
await createEngine("cpu");

const size = [8, 8] as const;

/** Noise that varies with the place by little: what a field of cells is to a window. */
function field(height: number, width: number, channels = 1, images = 1): Float32Array {
  return normalValues(3, images * height * width * channels);
}

/** The mean of the 3 x 3 neighbors that lie in the window: unlike at its border, and like a network's output. */
const localMean = (height = 8, width = 8): Denoiser =>
  tensorDenoiser((xt) => tf.avgPool(xt, 3, 1, "same"), [height, width, 1]);

/** A part of a field of one channel. */
function part(values: Float32Array, width: number, [top, left]: readonly number[], size: readonly number[]) {
  const rows = Array.from({ length: size[0]! }, (_, y) => {
    const from = (top! + y) * width + left!;
    return Array.from(values.subarray(from, from + size[1]!));
  });
  return Float32Array.from(rows.flat());
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe("a tiled denoiser", () => {
  it.each([
    [8, 8],
    [9, 8],
    [19, 31],
    [40, 13],
  ])("of pixels that are alike gives the bits of the untiled one on %i x %i", async (height, width) => {
    const alike: Denoiser = async (xt, t) => xt.map((x) => 0.3 * x + t / 7);
    const xt = field(height, width, 3, 2);
    for (const [overlap, batchSize] of [
      [1, 1],
      [4, 3],
      [7, 64],
    ] as const) {
      const tiled = tiledDenoiser(alike, { field: [height, width, 3], size, overlap, batchSize });
      expect(await tiled(xt, 5)).toEqual(await alike(xt, 5));
    }
  });

  it("gives windows alone what lies in them, and weighs the middle of a window more than its border", async () => {
    const seen: number[][] = [];
    // Each window's output is the value of its first pixel, here the window's number along the row.
    const first: Denoiser = async (xt) => {
      seen.push(Array.from(xt));
      return xt.map((_, i) => xt[i - (i % 64)]!);
    };
    const ramp = Float32Array.from({ length: 8 * 12 }, (_, i) => i % 12);
    const values = await tiledDenoiser(first, { field: [8, 12, 1], size, overlap: 4, batchSize: 2 })(ramp, 5);
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
    const untiled = await localMean(40, 40)(xt, 5);
    const windows = { size, overlap: 4, batchSize: 5 };
    const tiled = await tiledDenoiser(localMean(), { field: [40, 40, 1], ...windows })(xt, 5);
    // Without the first three columns every window lies elsewhere.
    const cut = part(xt, 40, [0, 3], [40, 37]);
    const shifted = await tiledDenoiser(localMean(), { field: [40, 37, 1], ...windows })(cut, 5);
    // The border of the field itself moved too, and is left out.
    const interior = (values: Float32Array, width: number, from: number) =>
      Array.from({ length: 40 }, (_, y) => values.subarray(y * width + from, (y + 1) * width)).flatMap(
        (row) => Array.from(row),
      );
    expect(largestDifference(interior(tiled, 40, 6), interior(shifted, 37, 3))).toBeLessThan(0.06);
    expect(largestDifference(tiled, untiled)).toBeLessThan(0.06);
    // The same window alone, as it would be set beside the next without weights.
    const alone = await localMean()(part(field(40, 40), 40, [8, 8], size), 5);
    const there = part(untiled, 40, [8, 8], size);
    expect(largestDifference(alone, there)).toBeGreaterThan(0.3);
  });

  it("runs under a sampler, and counts its windows", async () => {
    const told: string[] = [];
    const tiled = tiledDenoiser(localMean(), {
      field: [12, 16, 1],
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
    expect(samples).toHaveLength(12 * 16);
  });

  it("ends when it is aborted, and rejects an output of another length", async () => {
    const xt = field(16, 16);
    const controller = new AbortController();
    const reason = new Error("enough");
    let windows = 0;
    const tiled = tiledDenoiser(localMean(), {
      field: [16, 16, 1],
      size,
      overlap: 4,
      batchSize: 2,
      signal: controller.signal,
      onWindows: (done) => {
        windows = done;
        if (done === 4) controller.abort(reason);
      },
    });
    await expect(tiled(xt, 5)).rejects.toBe(reason);
    expect(windows).toBe(4);
    const wrong: Denoiser = async () => new Float32Array(64);
    const ofWrong = tiledDenoiser(wrong, { field: [16, 16, 1], size, overlap: 2, batchSize: 2 });
    await expect(ofWrong(xt, 5)).rejects.toThrow(
      new RangeError("tiledDenoiser: output of the denoiser must have 128 values, got 64."),
    );
  });
});

describe("what cannot be tiled is refused", () => {
  it.each([
    [{ overlap: 0 }, "overlap must be an integer in 1…7 for windows of 8 x 8, got 0"],
    [{ overlap: 8 }, "overlap must be an integer in 1…7 for windows of 8 x 8, got 8"],
    [{ batchSize: 0 }, "batchSize must be an integer of at least 1, got 0"],
    [{ size: [8, 1] as const }, "size must be integers of at least 2, got 8 x 1"],
  ])("%j", (options, message) => {
    expect(() =>
      tiledDenoiser(localMean(), { field: [16, 16, 1], size, overlap: 4, batchSize: 1, ...options }),
    ).toThrow(new RangeError(`tiledDenoiser: ${message}.`));
  });

  it("a field smaller than a window, and parts of fields", async () => {
    const windows = { size, overlap: 4, batchSize: 1 };
    expect(() => tiledDenoiser(localMean(), { field: [7, 9, 1], ...windows })).toThrow(
      new RangeError("tiledDenoiser: field must be at least 8 x 8, got 7 x 9. Pad it by mirroring first."),
    );
    await expect(
      tiledDenoiser(localMean(), { field: [9, 9, 1], ...windows })(field(9, 10), 5),
    ).rejects.toThrow(
      new RangeError("tiledDenoiser: xt must hold complete fields of 9 x 9 x 1, got 90 values."),
    );
  });
});
