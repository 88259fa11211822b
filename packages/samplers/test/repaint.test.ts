import { noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import { describe, expect, it } from "vitest";
import {
  type Denoiser,
  type KnownPixels,
  type RepaintOptions,
  repaint,
  type Sampler,
  type SamplerNoise,
  sampleDdim,
  sampleDdpm,
  sampleDpmpp2m,
  seededNoise,
} from "../src/index.ts";
import { smooth } from "./targets/smoothDenoiser.ts";

const schedule = noiseSchedule("squaredcos_cap_v2");
const quick: RepaintOptions = {
  schedule,
  predictionType: "epsilon",
  timesteps: spacedTimesteps("trailing", 1000, 6),
  jumpLength: 2,
  resamplings: 3,
};
/** The calls of `quick`. */
const calls = 14;
const few = (indices: readonly number[]) => seededNoise(1, indices, [4, 4, 3]);
/** Images of a ramp, each with its own third of the values missing. */
function ramps(batch: number, hole = 0): KnownPixels {
  const isMissing = (i: number) => i % 3 === Math.floor(i / 48) % 3;
  const xStart = Float32Array.from({ length: batch * 48 }, (_, i) =>
    isMissing(i) ? hole : (i % 48) / 24 - 1,
  );
  return { xStart, mask: xStart.map((_, i) => (isMissing(i) ? 1 : 0)) };
}

describe("repaint", () => {
  it("gives the known pixels back bit for bit, whatever stands in the holes", async () => {
    const known = ramps(3);
    const images = await repaint(smooth, few([0, 1, 2]), known, quick);
    const { xStart, mask } = known;
    expect(images.filter((_, i) => mask[i] === 0)).toEqual(xStart.filter((_, i) => mask[i] === 0));
    const filled = images.filter((_, i) => mask[i] === 1);
    expect(new Set(filled).size).toBeGreaterThan(40);
    expect(await repaint(smooth, few([0, 1, 2]), ramps(3, Number.NaN), quick)).toEqual(images);
  });

  it("with nothing known is the sampler itself", async () => {
    const known = { xStart: new Float32Array(96), mask: new Uint8Array(96).fill(1) };
    const noise = few([0, 1]);
    const one = { ...quick, resamplings: 1 };
    const third: SamplerNoise = { initial: noise.initial, step: (index) => noise.step(3 * index) };
    expect(await repaint(smooth, noise, known, one)).toEqual(await sampleDdpm(smooth, third, quick));
    const deterministic = await sampleDdim(smooth, noise, quick);
    expect(await repaint(smooth, noise, known, { ...one, sampler: sampleDdim })).toEqual(deterministic);
    // Of first order in single steps, and that is DDIM.
    const firstOrder = await repaint(smooth, noise, known, { ...one, sampler: sampleDpmpp2m });
    firstOrder.forEach((value, i) => {
      expect(value).toBeCloseTo(deterministic[i]!, 5);
    });
  });

  it("puts the known pixels back after each step, with the noise of the timestep that is reached", async () => {
    const ones = () => new Float32Array(48).fill(1);
    const known = { xStart: new Float32Array(48).fill(0.5), mask: new Uint8Array(48) };
    const states: [number | null, number][] = [];
    await repaint(smooth, { initial: ones, step: ones }, known, {
      ...quick,
      onProgress: ({ tNext, xt }) => void states.push([tNext, xt[0]!]),
    });
    expect(states.map(([tNext]) => tNext)).toEqual([
      832,
      666,
      499,
      666,
      499,
      666,
      499,
      332,
      166,
      332,
      166,
      332,
      166,
      null,
    ]);
    for (const [t, value] of states) {
      const a = t === null ? 1 : schedule.alphasCumprod[t]!;
      expect(value).toBeCloseTo(0.5 * Math.sqrt(a) + Math.sqrt(1 - a), 5);
    }
  });

  it("goes back by the forward process", async () => {
    // All is inpainted, and the denoiser returns 0: x is 0 after a deterministic step from 0, and going back adds noise alone.
    const zeros = () => new Float32Array(48);
    const seen: number[][] = [];
    const denoiser: Denoiser = async (xt, t) => {
      seen.push([t, xt[0]!]);
      return zeros();
    };
    await repaint(
      denoiser,
      { initial: zeros, step: () => new Float32Array(48).fill(1) },
      { xStart: zeros(), mask: new Uint8Array(48).fill(1) },
      {
        ...quick,
        predictionType: "sample",
        sampler: sampleDdim,
        timesteps: [900, 500, 100],
        jumpLength: 1,
      },
    );
    const a = (t: number) => schedule.alphasCumprod[t]!;
    const back = Math.sqrt(1 - a(900) / a(500));
    expect(seen.slice(0, 3).map(([t]) => t)).toEqual([900, 900, 900]);
    expect(seen[0]![1]).toBe(0);
    expect(seen[1]![1]).toBeCloseTo(back, 6);
    // The step from `back`: x' = sqrt((1 - a') / (1 - a)) x, and back again.
    const next = back * Math.sqrt((1 - a(500)) / (1 - a(900)));
    expect(seen[2]![1]).toBeCloseTo(next * Math.sqrt(a(900) / a(500)) + back, 6);
  });

  it("stops at endTimestep with the known pixels at its noise", async () => {
    const known = ramps(1);
    const options = { ...quick, timesteps: [900, 700, 500], endTimestep: 300, jumpLength: 1 };
    const tNexts: (number | null)[] = [];
    const onProgress = ({ tNext }: { readonly tNext: number | null }) => void tNexts.push(tNext);
    await repaint(smooth, few([0]), known, { ...options, onProgress });
    expect(tNexts.at(-1)).toBe(300);
  });

  it("gives an image bit for bit the same alone and in any batch", async () => {
    const batch = await repaint(smooth, few([3, 7, 1]), ramps(3), quick);
    const { xStart, mask } = ramps(3);
    for (const [place, index] of [3, 7, 1].entries()) {
      const [from, to] = [place * 48, (place + 1) * 48];
      const known = { xStart: xStart.subarray(from, to), mask: Array.from(mask).slice(from, to) };
      expect(await repaint(smooth, few([index]), known, quick)).toEqual(
        batch.subarray(place * 48, (place + 1) * 48),
      );
    }
  });

  it("draws fresh noise in every step", async () => {
    const asked: number[] = [];
    const noise: SamplerNoise = {
      initial: few([0]).initial,
      step: (index) => {
        asked.push(index);
        return few([0]).step(index);
      },
    };
    await repaint(smooth, noise, ramps(1), quick);
    expect(new Set(asked).size).toBe(asked.length);
    // Of 14 steps all but the last for the sampler and the known pixels, and four jumps.
    expect(asked).toHaveLength(13 + 13 + 4);
  });

  it("reports each step, and ends with the signal's reason", async () => {
    const reported: number[] = [];
    await repaint(smooth, few([0]), ramps(1), {
      ...quick,
      onProgress: ({ step, steps, xt, predXStart }) => {
        reported.push(step);
        expect(steps).toBe(calls);
        expect(predXStart).toHaveLength(xt.length);
      },
    });
    expect(reported).toEqual(Array.from({ length: calls }, (_, i) => i + 1));
    const reason = new Error("enough");
    const run = () => {
      const controller = new AbortController();
      return repaint(smooth, few([0]), ramps(1), {
        ...quick,
        signal: controller.signal,
        onProgress: ({ step }) => {
          if (step === 5) controller.abort(reason);
        },
      });
    };
    await expect(run()).rejects.toBe(reason);
  });

  it("takes a custom sampler that reports a step twice, or not at all", async () => {
    const expected = await repaint(smooth, few([0]), ramps(1), quick);
    for (const times of [0, 2]) {
      const sampler: Sampler = (denoiser, noise, { onProgress, ...options }) =>
        sampleDdpm(denoiser, noise, {
          ...options,
          onProgress: async (step) => {
            for (let k = 0; k < times; k++) await onProgress?.(step);
          },
        });
      expect(await repaint(smooth, few([0]), ramps(1), { ...quick, sampler })).toEqual(expected);
    }
  });

  it("passes on errors of the denoiser, the noise and the progress", async () => {
    const known = ramps(1);
    const boom = new Error("boom");
    const fail = () => {
      throw boom;
    };
    const late = (limit: number) => (index: number) => (index > limit ? fail() : few([0]).step(index));
    const runs = [
      () => repaint((xt, t) => (t < 500 ? fail() : smooth(xt, t)), few([0]), known, quick),
      () => repaint(smooth, { ...few([0]), step: late(10) }, known, quick),
      () => repaint(smooth, { ...few([0]), step: late(11) }, known, quick),
      () => repaint(smooth, few([0]), known, { ...quick, onProgress: fail }),
    ];
    for (const run of runs) {
      await expect(run()).rejects.toBe(boom);
    }
  });

  it("rejects other lengths, masks that are neither 0 nor 1, and jumps that do not fit", async () => {
    const known = ramps(1);
    const rejects = (run: Promise<unknown>, message: string) =>
      expect(run).rejects.toThrow(new RangeError(message));
    await rejects(
      repaint(smooth, few([0, 1]), known, quick),
      "repaint: known.xStart must have the length of the images, 96, got 48.",
    );
    const thin = new Uint8Array(16);
    await rejects(
      repaint(smooth, few([0]), { ...known, mask: thin }, quick),
      "repaint: known.mask must have the length of the images, 48, got 16.",
    );
    const soft = new Float32Array(48).fill(0.5);
    await rejects(
      repaint(smooth, few([0]), { ...known, mask: soft }, quick),
      "repaint: known.mask must contain only 0 and 1, got 0.5 at index 0.",
    );
    const noise = { ...few([0]), step: () => new Float32Array(16) };
    await rejects(
      repaint(smooth, noise, known, { ...quick, sampler: sampleDdim }),
      "repaint: noise.step's result must have the length of the images, 48, got 16.",
    );
    await rejects(
      repaint(smooth, few([0]), known, { ...quick, jumpLength: 6 }),
      "repaintSteps: jumpLength must be an integer in 1…5 for 6 timesteps, got 6.",
    );
  });
});
