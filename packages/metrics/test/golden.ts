import { readFileSync } from "node:fs";
import { expect } from "vitest";

interface Matrix {
  /** `[rows, columns]`, of images `[height, width]` or `[channels, height, width]`. */
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Golden {
  readonly frechet: readonly {
    readonly name: string;
    readonly x: Matrix;
    readonly y: Matrix;
    readonly mu_x: readonly number[];
    readonly cov_x: Matrix;
    readonly frechet: number;
  }[];
  readonly kid: readonly { readonly x: Matrix; readonly y: Matrix; readonly kid_unbiased: number }[];
  readonly precision_recall: readonly {
    readonly real: Matrix;
    readonly generated: Matrix;
    readonly k: number;
    readonly radius_real: readonly number[];
    readonly precision: number;
    readonly recall: number;
    readonly density: number;
    readonly coverage: number;
  }[];
  readonly psnr_ssim: readonly {
    readonly name: string;
    readonly a: Matrix;
    readonly b: Matrix;
    readonly psnr: number;
    readonly ssim: number;
    readonly ssim_identical: number;
    readonly ssim_map?: Matrix;
  }[];
}

/** In float64, from NumPy, SciPy and scikit-image. */
export const golden: Golden = JSON.parse(
  readFileSync(new URL("../../../fixtures/metrics.json", import.meta.url), "utf8"),
);

export function rowsOf({ data }: Matrix): Float64Array {
  return Float64Array.from(data);
}

export function dimensionOf({ shape }: Matrix): number {
  return shape[1]!;
}

export function expectRelative(got: number, want: number, tolerance: number): void {
  expect(Math.abs(got / want - 1), `${got}, not ${want}`).toBeLessThan(tolerance);
}
