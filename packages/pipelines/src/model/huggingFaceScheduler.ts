import { predictionTypes, varianceTypes } from "@cellgen/diffusion/coefficients";
import { z } from "zod";
import { firstIssue } from "./firstIssue.ts";
import type { SchedulerConfig } from "./noiseScheduleOf.ts";

/** Name of each field in the file. */
export const snakeCaseFields: Readonly<Record<keyof SchedulerConfig, string>> = {
  numTrainTimesteps: "num_train_timesteps",
  betaSchedule: "beta_schedule",
  betaStart: "beta_start",
  betaEnd: "beta_end",
  trainedBetas: "trained_betas",
  predictionType: "prediction_type",
  varianceType: "variance_type",
  clipSample: "clip_sample",
  timestepSpacing: "timestep_spacing",
  stepsOffset: "steps_offset",
};

const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.literal([...words], `must be ${words.length === 1 ? "" : "one of "}${words.join(", ")}`);
const wholeFrom = (least: number) => {
  const rule = `must be an integer of at least ${least}`;
  return z.int(rule).min(least, rule);
};
const beta = z.number("must be a number").gt(0, "must be above 0").max(1, "must be at most 1");
const only = <const Value extends boolean | number>(value: Value) =>
  z.literal(value, `must be ${value}`).default(value);

const schedulerSchema = z.object(
  {
    _class_name: oneOf("DDPMScheduler", "DDIMScheduler").default("DDPMScheduler"),
    num_train_timesteps: wholeFrom(2).default(1000),
    beta_schedule: oneOf("linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid").default("linear"),
    beta_start: beta.default(1e-4),
    beta_end: beta.default(0.02),
    trained_betas: z.array(beta, "must be a list of numbers, or null").nullable().default(null),
    prediction_type: oneOf(...predictionTypes).default("epsilon"),
    variance_type: oneOf(...varianceTypes).default("fixed_small"),
    clip_sample: z.boolean("must be true or false").default(true),
    timestep_spacing: oneOf("leading", "trailing", "linspace").default("leading"),
    steps_offset: wholeFrom(0).default(0),
    clip_sample_range: only(1),
    thresholding: only(false),
    rescale_betas_zero_snr: only(false),
    set_alpha_to_one: only(true),
  },
  "must be a JSON object",
);

/** Remedies for unsupported values. Fields that only affect sampling may differ from those in training. */
const remedies: Readonly<Record<string, string>> = {
  _class_name: "Save the model from Python with a DDPMScheduler of the same betas and prediction type.",
  variance_type: "A network that has learned its variance is not supported.",
  clip_sample_range: "Set clip_sample to false and this to 1 to sample without clipping.",
  thresholding: "Set it to false to clip to [-1, 1] instead.",
  rescale_betas_zero_snr: "A network trained on betas without signal at the last step is not supported.",
  set_alpha_to_one: "Set it to true: only the last step of DDIM changes.",
};

/**
 * Parse the contents of Hugging Face's `scheduler_config.json` for a DDPMScheduler or a DDIMScheduler. Missing fields get Hugging Face's
 * defaults; unknown fields are dropped.
 *
 * @param json - The parsed file.
 * @throws RangeError with the name of the unsupported field and a remedy: thresholding, betas rescaled to zero terminal SNR, learned variance,
 *   other scheduler classes and beta schedules.
 */
export function schedulerConfigFromHuggingFace(json: unknown): SchedulerConfig {
  const result = schedulerSchema.safeParse(json);
  if (!result.success) {
    const remedy = remedies[String(result.error.issues[0]!.path[0])];
    throw new RangeError(
      `schedulerConfigFromHuggingFace: ${firstIssue(result.error, json)}${remedy ? ` ${remedy}` : ""}`,
    );
  }
  const { data } = result;
  if (data.trained_betas && data.trained_betas.length !== data.num_train_timesteps) {
    throw new RangeError(
      `schedulerConfigFromHuggingFace: trained_betas must have num_train_timesteps = ${data.num_train_timesteps} numbers, got ${data.trained_betas.length}.`,
    );
  }
  return {
    numTrainTimesteps: data.num_train_timesteps,
    betaSchedule: data.beta_schedule,
    betaStart: data.beta_start,
    betaEnd: data.beta_end,
    trainedBetas: data.trained_betas,
    predictionType: data.prediction_type,
    varianceType: data.variance_type,
    clipSample: data.clip_sample,
    timestepSpacing: data.timestep_spacing,
    stepsOffset: data.steps_offset,
  };
}

/** Return the contents of Hugging Face's `scheduler_config.json` for a DDPMScheduler. */
export function schedulerConfigToHuggingFace(config: SchedulerConfig): Record<string, unknown> {
  const fields = Object.entries(snakeCaseFields).map(([field, name]) => [
    name,
    config[field as keyof SchedulerConfig],
  ]);
  const fixed = { clip_sample_range: 1, thresholding: false, rescale_betas_zero_snr: false };
  const sorted = Object.entries({ ...Object.fromEntries(fields), ...fixed }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return { _class_name: "DDPMScheduler", _diffusers_version: "0.42.1", ...Object.fromEntries(sorted) };
}
