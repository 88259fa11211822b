import { noiseSchedule } from "@cellgen/schedules";
import { expect, it } from "vitest";
import { noiseTimestep, timestepNoise } from "../../src/denoise/noiseTimestep.ts";
import { timestepsFrom } from "../../src/sampling/timestepsFrom.ts";

const schedule = noiseSchedule("squaredcos_cap_v2");

it.each(["ddpm", "ddim", "dpm++2m"] as const)("%s begins at the timestep and descends", (sampler) => {
  for (const t of [0, 1, 7, 125, 999]) {
    for (const steps of [1, 2, 10, 1000]) {
      const timesteps = timestepsFrom(schedule, sampler, steps, t);
      expect(timesteps.length).toBe(Math.min(steps, t + 1));
      // Nothing is nearer to noise than the solver bears.
      expect(timesteps[0]).toBe(sampler === "dpm++2m" && t === 999 && steps < 1000 && steps > 1 ? 995 : t);
      for (let i = 1; i < timesteps.length; i++) expect(timesteps[i]!).toBeLessThan(timesteps[i - 1]!);
      expect(timesteps.at(-1)).toBeGreaterThanOrEqual(0);
    }
  }
});

it("dpm++2m spaces them evenly in the logarithm of the noise", () => {
  const [first, second, third] = timestepsFrom(schedule, "dpm++2m", 3, 500);
  expect([first, third]).toEqual([500, 0]);
  const middle = Math.sqrt(timestepNoise(schedule, 500) * timestepNoise(schedule, 0));
  expect(Math.abs(Math.log(timestepNoise(schedule, second!) / middle))).toBeLessThan(0.06);
});

it("a noise has the timestep of the same signal-to-noise ratio", () => {
  for (const t of [0, 3, 250, 999]) {
    expect(noiseTimestep("denoise", schedule, timestepNoise(schedule, t))).toBe(t);
  }
  expect(noiseTimestep("denoise", schedule, 1e-5)).toBe(0);
  // Of the cosine schedule ᾱ = ½ lies between 491 and 497: as much noise as image.
  const half = noiseTimestep("denoise", schedule, 1);
  expect(schedule.alphasCumprod[half]).toBeCloseTo(0.5, 2);
});
