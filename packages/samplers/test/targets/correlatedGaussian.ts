import type { NoiseSchedule } from "@cellgen/schedules";
import type { Denoiser } from "../../src/index.ts";

/** The distribution of a few pixels that lie beside each other. */
export interface Gaussian {
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

/**
 * The exact denoiser of images that are made of independent groups of correlated pixels, predicting "sample", in float64:
 * `xStart = mean + sqrt(a) C (a C + (1 - a) I)^-1 (xt - sqrt(a) mean)`, C the covariance, a = alphasCumprod[t].
 */
export function correlatedDenoiser(schedule: NoiseSchedule, { mean, covariance }: Gaussian): Denoiser {
  const n = mean.length;
  return async (xt, t) => {
    const a = schedule.alphasCumprod[t]!;
    const ofXt = inverse(covariance.map((row, i) => row.map((c, j) => a * c + (i === j ? 1 - a : 0))));
    const gain = product(covariance, ofXt);
    return xt.map((_, k) => {
      const group = k - (k % n);
      return mean.reduce(
        (sum, m, j) => sum + Math.sqrt(a) * gain[k % n]![j]! * (xt[group + j]! - Math.sqrt(a) * m),
        mean[k % n]!,
      );
    });
  };
}

/**
 * The distribution of the pixels `unknown` given the values of the others: `mean + C_uk C_kk^-1 (x_k - mean_k)` and
 * `C_uu - C_uk C_kk^-1 C_ku`.
 */
export function conditional(
  { mean, covariance }: Gaussian,
  unknown: readonly number[],
  known: ReadonlyMap<number, number>,
): Gaussian {
  const places = [...known.keys()];
  const part = (rows: readonly number[], columns: readonly number[]) =>
    rows.map((i) => columns.map((j) => covariance[i]![j]!));
  const gain = product(part(unknown, places), inverse(part(places, places)));
  const explained = product(gain, part(places, unknown));
  return {
    mean: unknown.map((i, row) =>
      places.reduce((sum, k, column) => sum + gain[row]![column]! * (known.get(k)! - mean[k]!), mean[i]!),
    ),
    covariance: part(unknown, unknown).map((row, i) => row.map((c, j) => c - explained[i]![j]!)),
  };
}

type Matrix = readonly (readonly number[])[];

function product(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
}

/** By Gauss and Jordan, without pivots: covariances need none. */
function inverse(matrix: Matrix): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let i = 0; i < n; i++) {
    const pivot = rows[i]!.map((x) => x / rows[i]![i]!);
    rows[i] = pivot;
    for (let k = 0; k < n; k++) {
      if (k !== i) rows[k] = rows[k]!.map((x, j) => x - rows[k]![i]! * pivot[j]!);
    }
  }
  return rows.map((row) => row.slice(n));
}
