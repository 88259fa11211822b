import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { BetaSchedule, TimestepSpacing } from "../src/index.ts";

/** Betas and their products as diffusers has them, at the timesteps of `index`. */
interface GoldenBetas {
  readonly num_train_timesteps: number;
  readonly beta_start: number;
  readonly beta_end: number;
  readonly beta_schedule: BetaSchedule;
  readonly index: readonly number[];
  readonly betas: readonly number[];
  readonly alphas_cumprod: readonly number[];
}

interface GoldenTimesteps {
  readonly timestep_spacing: TimestepSpacing;
  readonly steps_offset: number;
  readonly N: number;
  readonly timesteps: readonly number[];
}

interface Golden {
  readonly betas: readonly GoldenBetas[];
  readonly timesteps: readonly GoldenTimesteps[];
  readonly trailing_length_anomalies_T1000: readonly { readonly N: number }[];
}

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), "utf8"));
}

export const golden: Golden = fixture("schedules.json");

/** Each value within the relative error that rounding to float32 along the way explains. */
export function expectRelative(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    expect(Math.abs(got[i]! / want[i]! - 1), `value ${i}: ${got[i]}, not ${want[i]}`).toBeLessThan(tolerance);
  }
}

export function goldenOf(schedule: BetaSchedule): readonly GoldenBetas[] {
  const found = golden.betas.filter((entry) => entry.beta_schedule === schedule);
  expect(found.length).toBeGreaterThanOrEqual(2);
  return found;
}
