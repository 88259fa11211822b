import { type BetaRange, checkNumTimesteps } from "./betaRange.ts";
import { cosineSchedule } from "./cosineSchedule.ts";
import { linearSchedule } from "./linearSchedule.ts";
import { scaledLinearSchedule } from "./scaledLinearSchedule.ts";
import { sigmoidSchedule } from "./sigmoidSchedule.ts";

/** Schedule names of Hugging Face (`beta_schedule`). */
export type BetaSchedule = "linear" | "scaled_linear" | "squaredcos_cap_v2" | "sigmoid";

const schedules: Record<BetaSchedule, (numTimesteps: number, range: BetaRange) => Float64Array> = {
  linear: linearSchedule,
  scaled_linear: scaledLinearSchedule,
  squaredcos_cap_v2: cosineSchedule,
  sigmoid: sigmoidSchedule,
};

/** Tables of a noise schedule in float64, indexed by t = 0…numTimesteps-1. At t = 0, x_t has one step of noise. Do not modify them. */
export interface NoiseSchedule {
  /** T. */
  readonly numTimesteps: number;
  /** Variance of the noise added in step t. */
  readonly betas: Float64Array;
  /** `1 - betas` */
  readonly alphas: Float64Array;
  /** `alphas[0] * … * alphas[t]` */
  readonly alphasCumprod: Float64Array;
  /** `alphasCumprod[t - 1]`, and 1 at t = 0. */
  readonly alphasCumprodPrev: Float64Array;
  /** `sqrt(alphasCumprod)`, the weight of xStart in x_t. */
  readonly sqrtAlphasCumprod: Float64Array;
  /** `sqrt(1 - alphasCumprod)`, the weight of the noise in x_t. */
  readonly sqrtOneMinusAlphasCumprod: Float64Array;
}

/**
 * Create the tables of a noise schedule.
 *
 * @param schedule - A name, or the betas, each above 0 and at most 1.
 * @param numTimesteps - T, at least 2. @default 1000, or the number of betas
 * @param range - For schedules with a beta range. Ignored for `squaredcos_cap_v2` and given betas, as in Hugging Face.
 * @returns The tables. Given betas are copied.
 * @throws RangeError if the name is unknown or a number is out of range; TypeError if `schedule` is neither a name nor numbers.
 * @see Ho et al. 2020, arXiv:2006.11239, Eq. 4.
 */
export function noiseSchedule(
  schedule: BetaSchedule | ArrayLike<number>,
  numTimesteps?: number,
  range: BetaRange = {},
): NoiseSchedule {
  const betas =
    typeof schedule === "string"
      ? namedBetas(schedule, numTimesteps ?? 1000, range)
      : givenBetas(schedule, numTimesteps);
  const alphas = betas.map((beta) => 1 - beta);
  let product = 1;
  const alphasCumprod = alphas.map((alpha) => {
    product *= alpha;
    return product;
  });
  const alphasCumprodPrev = Float64Array.of(1, ...alphasCumprod.subarray(0, -1));
  return {
    numTimesteps: betas.length,
    betas,
    alphas,
    alphasCumprod,
    alphasCumprodPrev,
    sqrtAlphasCumprod: alphasCumprod.map(Math.sqrt),
    sqrtOneMinusAlphasCumprod: alphasCumprod.map((value) => Math.sqrt(1 - value)),
  };
}

function namedBetas(schedule: BetaSchedule, numTimesteps: number, range: BetaRange): Float64Array {
  if (!Object.hasOwn(schedules, schedule)) {
    const names = Object.keys(schedules).join(", ");
    throw new RangeError(`noiseSchedule: schedule must be one of ${names}, got ${schedule}.`);
  }
  checkNumTimesteps("noiseSchedule", numTimesteps, 2);
  return schedules[schedule](numTimesteps, range);
}

function givenBetas(values: ArrayLike<number>, numTimesteps?: number): Float64Array {
  if (typeof values?.length !== "number") {
    throw new TypeError(`noiseSchedule: schedule must be a name or an array of betas, got ${typeof values}.`);
  }
  const betas = Float64Array.from(values);
  if (betas.length < 2) {
    throw new RangeError(`noiseSchedule: schedule must have at least 2 betas, got ${betas.length}.`);
  }
  if (numTimesteps !== undefined && numTimesteps !== betas.length) {
    throw new RangeError(
      `noiseSchedule: numTimesteps must equal the number of betas, ${betas.length}, got ${numTimesteps}. Omit it or correct it.`,
    );
  }
  const wrong = betas.findIndex((beta) => !(beta > 0 && beta <= 1));
  if (wrong !== -1) {
    throw new RangeError(
      `noiseSchedule: schedule must have betas above 0 and at most 1, got ${betas[wrong]} at t = ${wrong}.`,
    );
  }
  return betas;
}
