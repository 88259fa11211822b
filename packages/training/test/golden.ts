import { readFileSync } from "node:fs";

interface AdamwCase {
  readonly optimizer: string;
  readonly lr: number;
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weight_decay: number;
  readonly amsgrad?: boolean;
  readonly float32: {
    readonly params: number[][];
    readonly exp_avg: number[];
    readonly exp_avg_sq: number[];
  };
}

interface Golden {
  readonly adamw_input: { readonly initial_params: number[]; readonly grads: number[][] };
  readonly adamw: readonly AdamwCase[];
  readonly clip_grad_norm_input: readonly { readonly shape: number[]; readonly data: number[] }[];
  readonly clip_grad_norm: readonly {
    readonly max_norm: number;
    readonly norm_type: number | "inf";
    readonly total_norm: number;
    readonly clipped: number[][];
  }[];
  readonly ema_input: { readonly initial_params: number[]; readonly params: number[][] };
  readonly ema: readonly {
    readonly config: {
      readonly decay: number;
      readonly use_ema_warmup?: boolean;
      readonly inv_gamma?: number;
      readonly power?: number;
      readonly update_after_step?: number;
    };
    readonly cur_decay_value: number[];
    readonly shadow: number[][];
    readonly get_decay_steps: number[];
    readonly get_decay: number[];
  }[];
  readonly lr_schedules: readonly {
    readonly name: string;
    readonly num_warmup_steps: number;
    readonly num_training_steps: number;
    readonly base_lr: number;
    readonly lr: number[];
  }[];
}

/** PyTorch's and diffusers' numbers. */
export const golden: Golden = JSON.parse(
  readFileSync(new URL("../../../fixtures/training.json", import.meta.url), "utf8"),
);

/** diffusers' moving average with warm-up from the first step on, `inv_gamma` 1 (its default). */
export const warmedUpEma = golden.ema.filter(
  ({ config }) => config.use_ema_warmup && (config.inv_gamma ?? 1) === 1 && !config.update_after_step,
);
