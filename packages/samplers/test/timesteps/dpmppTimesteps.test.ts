import { noiseSchedule } from "@cellgen/schedules";
import { describe, expect, it } from "vitest";
import { dpmppTimesteps } from "../../src/index.ts";

const cosine = noiseSchedule("squaredcos_cap_v2");
const linear = noiseSchedule("linear");
const lambda = (a: number) => Math.log(Math.sqrt(a) / Math.sqrt(1 - a));

describe("dpmppTimesteps", () => {
  it("begins at 995 of the cosine schedule, where Hugging Face's lambda_min_clipped -5.1 does, and ends at 0", () => {
    const timesteps = dpmppTimesteps(cosine, 20);
    expect([timesteps.length, timesteps[0], timesteps.at(-1)]).toEqual([20, 995, 0]);
    expect(lambda(cosine.alphasCumprod[995]!)).toBeGreaterThan(-5.1);
    expect(lambda(cosine.alphasCumprod[996]!)).toBeLessThan(-5.1);
  });

  it("begins at the last timestep of a schedule that ends sooner", () => {
    expect(dpmppTimesteps(linear, 20)[0]).toBe(999);
  });

  it("is uniform in lambda, each timestep the nearest one", () => {
    const lambdas = [...linear.alphasCumprod].map(lambda);
    const timesteps = dpmppTimesteps(linear, 10);
    const stride = (lambdas[0]! - lambdas[999]!) / 9;
    timesteps.forEach((t, i) => {
      const halfway = (other: number) => (lambdas[t]! + (lambdas[other] ?? lambdas[t]!)) / 2;
      const value = lambdas[999]! + i * stride;
      expect(value, `timestep ${t}`).toBeGreaterThan(halfway(t + 1) - 1e-9);
      expect(value, `timestep ${t}`).toBeLessThan(halfway(t - 1) + 1e-9);
    });
  });

  it("is strictly descending within the schedule for every count, all of them at the most", () => {
    for (const schedule of [noiseSchedule("squaredcos_cap_v2", 50), noiseSchedule("linear", 50), cosine]) {
      const counts =
        schedule.numTimesteps === 50 ? Array.from({ length: 50 }, (_, i) => i + 1) : [1, 2, 500, 1000];
      for (const count of counts) {
        const timesteps = dpmppTimesteps(schedule, count);
        expect(timesteps.length).toBe(count);
        expect(timesteps.every((t, i) => t >= 0 && (i === 0 || t < timesteps[i - 1]!))).toBe(true);
        expect(timesteps[0]).toBeLessThan(schedule.numTimesteps);
      }
    }
    expect([...dpmppTimesteps(cosine, 1000)]).toEqual(Array.from({ length: 1000 }, (_, i) => 999 - i));
  });

  it("rejects counts that are no integers in 1…numTimesteps", () => {
    for (const count of [0, 1001, 2.5, Number.NaN]) {
      expect(() => dpmppTimesteps(cosine, count)).toThrow(
        `dpmppTimesteps: count must be an integer in 1…1000, got ${count}.`,
      );
    }
  });
});
