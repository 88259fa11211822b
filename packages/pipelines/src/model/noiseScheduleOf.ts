import type { PredictionType, VarianceType } from "@cellgen/diffusion";
import {
  type BetaSchedule,
  type NoiseSchedule,
  noiseSchedule,
  type TimestepSpacing,
} from "@cellgen/schedules";

/** Fields of Hugging Face's `scheduler_config.json` (DDPMScheduler) in camelCase, with its defaults. */
export interface SchedulerConfig {
  /** Number of timesteps T. @default 1000 */
  readonly numTrainTimesteps: number;
  /** Ignored if `trainedBetas` are given. @default "linear" */
  readonly betaSchedule: BetaSchedule;
  /** First beta, not scaled with T. Ignored by `squaredcos_cap_v2`. @default 1e-4 */
  readonly betaStart: number;
  /** Last beta, not scaled with T. Ignored by `squaredcos_cap_v2`. @default 0.02 */
  readonly betaEnd: number;
  /** All T betas, instead of a schedule. @default null */
  readonly trainedBetas: readonly number[] | null;
  /** Quantity predicted by the network. @default "epsilon" */
  readonly predictionType: PredictionType;
  /** Variance of DDPM's steps. @default "fixed_small" */
  readonly varianceType: VarianceType;
  /** Whether predicted clean images are clipped to [-1, 1] in each step. @default true */
  readonly clipSample: boolean;
  /** Spacing of the timesteps of a sampler with fewer than T steps. @default "leading" */
  readonly timestepSpacing: TimestepSpacing;
  /** Offset added to "leading" timesteps. @default 0 */
  readonly stepsOffset: number;
}

/**
 * Return the noise schedule that a model was trained with.
 *
 * @returns New tables.
 * @throws RangeError if the betas are not above 0 and at most 1.
 */
export function noiseScheduleOf(config: SchedulerConfig): NoiseSchedule {
  const { betaSchedule, betaStart, betaEnd, trainedBetas, numTrainTimesteps } = config;
  return noiseSchedule(trainedBetas ?? betaSchedule, numTrainTimesteps, { betaStart, betaEnd });
}
