import { noiseSchedule } from "@cellgen/schedules";
import { describe, expect, it } from "vitest";
import {
  dpmppTimesteps,
  type RepaintOptions,
  repaint,
  sampleDdim,
  sampleDdpm,
  seededNoise,
} from "../src/index.ts";
import { conditional, correlatedDenoiser } from "./targets/correlatedGaussian.ts";

const schedule = noiseSchedule("squaredcos_cap_v2");

describe("repaint with the exact denoiser of correlated pixels, of which the outer two of four are known", () => {
  const deviations = [0.2, 0.3, 0.25, 0.2];
  const gaussian = {
    mean: [0.1, -0.2, 0.3, 0],
    covariance: deviations.map((a, i) => deviations.map((b, j) => a * b * 0.8 ** Math.abs(i - j))),
  };
  const known = new Map([
    [0, 0.35],
    [3, -0.3],
  ]);
  const exact = conditional(gaussian, [1, 2], known);

  /** The mean and the covariance of the filled pixels, over 1024 groups of four. */
  async function completions(options: Partial<RepaintOptions>) {
    const pixel = (value: (place: number) => number) =>
      Float32Array.from({ length: 4096 }, (_, i) => value(i % 4));
    const images = Array.from({ length: 16 }, (_, i) => i);
    const samples = await repaint(
      correlatedDenoiser(schedule, gaussian),
      seededNoise(1, images, [16, 16, 1]),
      { xStart: pixel((i) => known.get(i) ?? 0), mask: pixel((i) => (known.has(i) ? 0 : 1)) },
      {
        schedule,
        predictionType: "sample",
        timesteps: dpmppTimesteps(schedule, 40),
        clipSample: false,
        ...options,
      },
    );
    const pairs = Array.from({ length: 1024 }, (_, i) => [samples[4 * i + 1]!, samples[4 * i + 2]!] as const);
    const average = (value: (pair: readonly [number, number]) => number) =>
      pairs.reduce((sum, pair) => sum + value(pair), 0) / pairs.length;
    const mean = [average(([a]) => a), average(([, b]) => b)];
    const covariance = [0, 1].map((i) =>
      [0, 1].map((j) => average((pair) => (pair[i]! - mean[i]!) * (pair[j]! - mean[j]!))),
    );
    return { mean, covariance };
  }

  /** The largest error of the means, in standard deviations, and of the covariances, in shares of the variances. */
  function errors({ mean, covariance }: { mean: readonly number[]; covariance: number[][] }) {
    const deviation = (i: number) => Math.sqrt(exact.covariance[i]![i]!);
    return {
      mean: Math.max(...mean.map((m, i) => Math.abs(m - exact.mean[i]!) / deviation(i))),
      covariance: Math.max(
        ...covariance.flatMap((row, i) =>
          row.map((c, j) => Math.abs(c - exact.covariance[i]![j]!) / (deviation(i) * deviation(j))),
        ),
      ),
    };
  }

  // Standard errors of n = 1024: 1/sqrt(n) = 0.031 of a mean, sqrt(2/n) = 0.044 of a variance. Three of them, and what long steps cost.
  it.each([
    ["sampleDdpm", sampleDdpm, 0, 0],
    ["sampleDdim", sampleDdim, 0.05, 0.1],
  ] as const)("draws from the conditional distribution with %s", async (_, sampler, ofMean, ofCovariance) => {
    const found = errors(await completions({ sampler, jumpLength: 1, resamplings: 10 }));
    expect(found.mean).toBeLessThan(3 * 0.031 + ofMean);
    expect(found.covariance).toBeLessThan(3 * 0.044 + ofCovariance);
  });

  it("comes closer with resamplings", async () => {
    const [once, thrice] = [
      errors(await completions({ resamplings: 1 })),
      errors(await completions({ jumpLength: 2, resamplings: 3 })),
    ];
    expect(once.mean).toBeGreaterThan(2 * thrice.mean);
    expect(once.covariance).toBeGreaterThan(2 * thrice.covariance);
  });
});
