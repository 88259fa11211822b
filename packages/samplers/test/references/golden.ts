import { readdirSync, readFileSync } from "node:fs";
import type { PredictionType } from "@cellgen/diffusion/coefficients";
import { type BetaSchedule, noiseSchedule } from "@cellgen/schedules";
import type { Denoiser, SamplerNoise, SamplerOptions } from "../../src/index.ts";

/** A trajectory of Hugging Face's scheduler on the model of {@link goldenDenoiser}; see fixtures/README.md. */
export interface Trajectory {
  readonly scheduler: "DDPMScheduler" | "DDIMScheduler" | "DPMSolverMultistepScheduler";
  readonly config: {
    readonly num_train_timesteps?: number;
    readonly beta_schedule?: BetaSchedule;
    readonly beta_start?: number;
    readonly beta_end?: number;
    readonly prediction_type?: PredictionType;
    readonly variance_type?: "fixed_small" | "fixed_large";
    readonly clip_sample?: boolean;
  };
  readonly step_kwargs: { readonly eta?: number; readonly use_clipped_model_output?: boolean };
  readonly timesteps: readonly number[];
  readonly max_abs: number;
  readonly initial_noise: readonly number[];
  readonly steps: readonly {
    readonly noise?: readonly number[];
    readonly prev_sample?: readonly number[];
    readonly pred_original_sample?: readonly number[];
  }[];
}

const folder = new URL("../../../../fixtures/schedulers/", import.meta.url);

export const trajectoryNames: readonly string[] = readdirSync(folder)
  .filter((file) => /^(ddpm|ddim|dpmpp)_.*\.json$/.test(file))
  .map((file) => file.replace(".json", ""));

export function readTrajectory(name: string): Trajectory {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
}

/** The files' `model_formula`: `(0.9 t / (t + 100)) x + 0.1 sin(2 x)`. */
export const goldenDenoiser: Denoiser = async (xt, t) =>
  xt.map((x) => ((0.9 * t) / (t + 100)) * x + 0.1 * Math.sin(2 * x));

/** The noises that the trajectory was made with. */
export function goldenNoise({ initial_noise, steps }: Trajectory): SamplerNoise {
  return {
    initial: () => Float32Array.from(initial_noise),
    step: (index) => Float32Array.from(steps[index]!.noise!),
  };
}

/** What the files' `config` means here; it holds what differs from Hugging Face's defaults. */
export function goldenOptions({ scheduler, config, timesteps }: Trajectory): SamplerOptions {
  return {
    schedule: noiseSchedule(config.beta_schedule ?? "linear", config.num_train_timesteps ?? 1000, {
      betaStart: config.beta_start ?? 1e-4,
      betaEnd: config.beta_end ?? 0.02,
    }),
    predictionType: config.prediction_type ?? "epsilon",
    timesteps,
    clipSample: config.clip_sample ?? scheduler !== "DPMSolverMultistepScheduler",
  };
}
