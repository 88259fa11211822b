import type { PredictionType, VarianceType } from "@cellgen/diffusion";
import {
  type BetaSchedule,
  type NoiseSchedule,
  noiseSchedule,
  type TimestepSpacing,
} from "@cellgen/schedules";

/** The fields of Hugging Face's `scheduler_config.json` (DDPMScheduler) in camelCase, with its defaults. */
export interface SchedulerConfig {
  /** T. @default 1000 */
  readonly numTrainTimesteps: number;
  /** Not used where `trainedBetas` are given. @default "linear" */
  readonly betaSchedule: BetaSchedule;
  /** As it is, whatever T; `squaredcos_cap_v2` has no use for it. @default 1e-4 */
  readonly betaStart: number;
  /** As it is, whatever T; `squaredcos_cap_v2` has no use for it. @default 0.02 */
  readonly betaEnd: number;
  /** The betas themselves, T of them. @default null */
  readonly trainedBetas: readonly number[] | null;
  /** What the network predicts. @default "epsilon" */
  readonly predictionType: PredictionType;
  /** The variance of DDPM's steps. @default "fixed_small" */
  readonly varianceType: VarianceType;
  /** Whether predicted clean images are clipped to [-1, 1] in each step. @default true */
  readonly clipSample: boolean;
  /** Which timesteps a sampler of fewer than T steps visits. @default "leading" */
  readonly timestepSpacing: TimestepSpacing;
  /** Added to "leading" timesteps. @default 0 */
  readonly stepsOffset: number;
}

/**
 * The noise schedule that a model was trained with.
 *
 * @returns Its tables, the caller's.
 * @throws RangeError if the betas are not above 0 and at most 1.
 */
export function noiseScheduleOf(config: SchedulerConfig): NoiseSchedule {
  const { betaSchedule, betaStart, betaEnd, trainedBetas, numTrainTimesteps } = config;
  return noiseSchedule(trainedBetas ?? betaSchedule, numTrainTimesteps, { betaStart, betaEnd });
}
