import { readFileSync } from "node:fs";
import { type BetaSchedule, type NoiseSchedule, noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import type { PredictionType } from "../src/index.ts";

function fixture<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url), "utf8"));
}

interface SchedulerConfig {
  readonly num_train_timesteps?: number;
  readonly beta_schedule?: BetaSchedule;
  readonly prediction_type?: PredictionType;
  readonly variance_type?: "fixed_small" | "fixed_large";
  readonly clip_sample?: boolean;
}

/** What diffusers' DDPMScheduler does to two images; `data` arrays have `shape`. */
export const noising: {
  readonly shape: [number, number, number, number];
  readonly original_samples: readonly number[];
  readonly noise: readonly number[];
  readonly add_noise: readonly {
    readonly config: SchedulerConfig;
    readonly timesteps: [number, number];
    readonly add_noise: readonly number[];
    readonly get_velocity: readonly number[];
  }[];
  readonly ddpm_get_variance: readonly {
    readonly variance_type: "fixed_small" | "fixed_large";
    readonly t: readonly number[];
    readonly get_variance: readonly number[];
  }[];
} = fixture("schedulers/noising.json");

/** Float64 values from the papers' formulas; `snr` from diffusers in float32. */
export const training: {
  readonly snr: readonly {
    readonly config: {
      readonly beta_schedule: BetaSchedule;
      readonly beta_start?: number;
      readonly beta_end?: number;
    };
    readonly t: readonly number[];
    readonly gamma5: Readonly<Record<PredictionType, readonly number[]>>;
  }[];
  readonly posterior_float64: {
    readonly t: readonly number[];
    readonly posterior_variance: readonly number[];
    readonly posterior_log_variance_clipped: readonly number[];
    readonly mean_coef_x0: readonly number[];
    readonly mean_coef_xt: readonly number[];
  };
  readonly vlb_input: Record<"x0" | "eps" | "eps_hat", readonly number[]>;
  readonly l_simple: number;
} = fixture("training.json");

export interface Trajectory {
  readonly config: SchedulerConfig;
  readonly shape: [number, number, number, number];
  readonly timesteps: readonly number[];
  readonly max_abs: number;
  readonly initial_sample: readonly number[];
  readonly steps: readonly {
    readonly t: number;
    readonly noise?: readonly number[];
    readonly prev_sample?: readonly number[];
    readonly pred_original_sample?: readonly number[];
  }[];
}

/** A run of diffusers' DDPMScheduler on `model`. */
export function trajectory(name: string): Trajectory {
  return fixture(`schedulers/${name}.json`);
}

/** The schedule of a configuration; Hugging Face does not scale the range of betas. */
export function scheduleOf(config: SchedulerConfig): NoiseSchedule {
  const { beta_schedule = "linear", num_train_timesteps = 1000 } = config;
  return noiseSchedule(beta_schedule, num_train_timesteps, { betaStart: 1e-4, betaEnd: 0.02 });
}

/** The arithmetic network of the trajectories: `(0.9 t / (t + 100)) x + 0.1 sin(2 x)`. */
export function model(x: tf.Tensor4D, t: number): tf.Tensor4D {
  return tf.tidy(() => tf.add(tf.mul(x, (0.9 * t) / (t + 100)), tf.mul(tf.sin(tf.mul(x, 2)), 0.1)));
}
