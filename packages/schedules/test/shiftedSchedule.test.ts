import { describe, expect, it } from "vitest";
import { noiseSchedule, shiftedSchedule } from "../src/index.ts";

const logSnr = (alphaCumprod: number): number => Math.log(alphaCumprod / (1 - alphaCumprod));

describe("shiftedSchedule", () => {
  it.each([0.25, 0.5, 2])(
    "adds 2 log(shift) to the log-SNR of every timestep, for a shift of %d",
    (shift) => {
      const schedule = noiseSchedule("linear");
      const shifted = noiseSchedule(shiftedSchedule(schedule, shift));
      for (const t of [0, 1, 250, 500, 750, 999]) {
        const moved = logSnr(shifted.alphasCumprod[t]!) - logSnr(schedule.alphasCumprod[t]!);
        expect(moved).toBeCloseTo(2 * Math.log(shift), 8);
      }
    },
  );

  it("returns the betas of the schedule itself for a shift of 1", () => {
    const schedule = noiseSchedule("scaled_linear");
    const betas = shiftedSchedule(schedule, 1);
    for (const [t, beta] of betas.entries()) expect(beta).toBeCloseTo(schedule.betas[t]!, 10);
  });

  it("keeps betas in 1e-9…0.999, and goes on from what they leave", () => {
    const schedule = noiseSchedule("squaredcos_cap_v2");
    const betas = shiftedSchedule(schedule, 0.1);
    expect(Math.max(...betas)).toBeLessThanOrEqual(0.999);
    expect(Math.min(...betas)).toBeGreaterThanOrEqual(1e-9);
    const { alphasCumprod } = noiseSchedule(betas);
    expect(logSnr(alphasCumprod[500]!) - logSnr(schedule.alphasCumprod[500]!)).toBeCloseTo(
      2 * Math.log(0.1),
      8,
    );
  });

  it("rejects shifts that are not above 0", () => {
    const schedule = noiseSchedule("linear");
    for (const shift of [0, -1, Number.NaN, Infinity]) {
      expect(() => shiftedSchedule(schedule, shift)).toThrow(
        new RangeError(`shiftedSchedule: shift must be greater than 0, got ${shift}.`),
      );
    }
  });
});
