import type { PredictionType } from "@cellgen/diffusion";
import {
  type BetaSchedule,
  type NoiseSchedule,
  noiseSchedule,
  type TimestepSpacing,
} from "@cellgen/schedules";
import { schedulerConfigFromHuggingFace, snakeCaseFields } from "./huggingFaceScheduler.ts";

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
  readonly varianceType: "fixed_small" | "fixed_large";
  /** Whether predicted clean images are clipped to [-1, 1] in each step. @default true */
  readonly clipSample: boolean;
  /** Which timesteps a sampler of fewer than T steps visits. @default "leading" */
  readonly timestepSpacing: TimestepSpacing;
  /** Added to "leading" timesteps. @default 0 */
  readonly stepsOffset: number;
}

/**
 * A complete scheduler configuration: the given fields, and Hugging Face's defaults for the others.
 *
 * @throws TypeError if there is a field that it has not; RangeError naming the field, in Hugging Face's spelling, whose value is not
 * supported.
 */
export function schedulerConfig(partial: Partial<SchedulerConfig>): SchedulerConfig {
  const given = Object.entries(partial).filter(([, value]) => value !== undefined);
  const unknown = given.find(([field]) => !Object.hasOwn(snakeCaseFields, field));
  if (unknown) {
    const known = Object.keys(snakeCaseFields).join(", ");
    throw new TypeError(
      `schedulerConfig: fields must be those of a scheduler, got ${unknown[0]}. Known are ${known}.`,
    );
  }
  const fields = given.map(([field, value]) => [snakeCaseFields[field as keyof SchedulerConfig], value]);
  return schedulerConfigFromHuggingFace(Object.fromEntries(fields));
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
