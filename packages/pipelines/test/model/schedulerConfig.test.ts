import { noiseSchedule } from "@cellgen/schedules";
import { describe, expect, it } from "vitest";
import { noiseScheduleOf, schedulerConfig, schedulerConfigFromHuggingFace } from "../../src/index.ts";
import { schedulerConfigToHuggingFace } from "../../src/model/huggingFaceScheduler.ts";

const defaults = {
  numTrainTimesteps: 1000,
  betaSchedule: "linear",
  betaStart: 1e-4,
  betaEnd: 0.02,
  trainedBetas: null,
  predictionType: "epsilon",
  varianceType: "fixed_small",
  clipSample: true,
  timestepSpacing: "leading",
  stepsOffset: 0,
} as const;

describe("schedulerConfig", () => {
  it("has Hugging Face's defaults", () => {
    expect(schedulerConfig({})).toEqual(defaults);
    expect(schedulerConfig({ predictionType: "sample" })).toEqual({ ...defaults, predictionType: "sample" });
  });

  it("refuses fields and values that it does not know", () => {
    expect(() => schedulerConfig({ thresholding: true } as never)).toThrow(
      new TypeError(
        `schedulerConfig: fields must be those of a scheduler, got thresholding. Known fields: ${Object.keys(defaults).join(", ")}.`,
      ),
    );
    expect(() => schedulerConfig({ betaSchedule: "laplace" as never })).toThrow(
      new RangeError(
        'schedulerConfigFromHuggingFace: beta_schedule must be one of linear, scaled_linear, squaredcos_cap_v2, sigmoid, got "laplace".',
      ),
    );
  });
});

describe("noiseScheduleOf", () => {
  it("takes the betas' range as it is given, never scaled", () => {
    const { betas } = noiseScheduleOf(schedulerConfig({ numTrainTimesteps: 10 }));
    expect([betas.length, betas[0], betas[9]]).toEqual([10, 1e-4, 0.02]);
  });

  it("takes betas of its own", () => {
    const config = schedulerConfig({ numTrainTimesteps: 3, trainedBetas: [0.1, 0.2, 0.5] });
    // 0.9 · 0.8 · 0.5
    expect(noiseScheduleOf(config).alphasCumprod[2]).toBeCloseTo(0.36, 15);
  });

  it("knows the schedule's name", () => {
    const { betas } = noiseScheduleOf(schedulerConfig({ betaSchedule: "squaredcos_cap_v2" }));
    expect(betas).toEqual(noiseSchedule("squaredcos_cap_v2").betas);
  });
});

describe("scheduler_config.json", () => {
  it("comes back exactly", () => {
    const config = schedulerConfig({
      numTrainTimesteps: 2,
      betaSchedule: "sigmoid",
      betaStart: 1 / 3,
      betaEnd: 0.5,
      trainedBetas: [0.1, 0.7],
      predictionType: "v_prediction",
      varianceType: "fixed_large",
      clipSample: false,
      timestepSpacing: "linspace",
      stepsOffset: 1,
    });
    const text = JSON.stringify(schedulerConfigToHuggingFace(config));
    expect(schedulerConfigFromHuggingFace(JSON.parse(text))).toEqual(config);
  });

  it("of an early version has the defaults for what is not there, and fields that nobody else knows", () => {
    const early = { _class_name: "DDPMScheduler", tensor_format: "pt", variance_type: "fixed_large" };
    expect(schedulerConfigFromHuggingFace(early)).toEqual({ ...defaults, varianceType: "fixed_large" });
  });

  it.each<[unknown, string]>([
    [[1], "it must be a JSON object, got [1]."],
    [
      { _class_name: "PNDMScheduler" },
      '_class_name must be one of DDPMScheduler, DDIMScheduler, got "PNDMScheduler". Save the model from Python with a DDPMScheduler of the same betas and prediction type.',
    ],
    [
      { variance_type: "learned_range" },
      'variance_type must be one of fixed_small, fixed_large, got "learned_range". A network that has learned its variance is not supported.',
    ],
    [
      { rescale_betas_zero_snr: true },
      "rescale_betas_zero_snr must be false, got true. A network trained on betas without signal at the last step is not supported.",
    ],
    [
      { thresholding: true },
      "thresholding must be false, got true. Set it to false to clip to [-1, 1] instead.",
    ],
    [
      { clip_sample_range: 2 },
      "clip_sample_range must be 1, got 2. Set clip_sample to false and this to 1 to sample without clipping.",
    ],
    [
      { set_alpha_to_one: false },
      "set_alpha_to_one must be true, got false. Set it to true: only the last step of DDIM changes.",
    ],
    [{ num_train_timesteps: 1.5 }, "num_train_timesteps must be an integer of at least 2, got 1.5."],
    [{ num_train_timesteps: 1 }, "num_train_timesteps must be an integer of at least 2, got 1."],
    [{ beta_start: 0 }, "beta_start must be above 0, got 0."],
    [{ beta_end: "0.02" }, 'beta_end must be a number, got "0.02".'],
    [{ trained_betas: [0.1, null] }, "trained_betas.1 must be a number, got null."],
    [{ trained_betas: [0.1] }, "trained_betas must have num_train_timesteps = 1000 numbers, got 1."],
    [{ prediction_type: null }, "prediction_type must be one of epsilon, sample, v_prediction, got null."],
  ])("with %j is refused", (json, message) => {
    expect(() => schedulerConfigFromHuggingFace(json)).toThrow(
      new RangeError(`schedulerConfigFromHuggingFace: ${message}`),
    );
  });
});
