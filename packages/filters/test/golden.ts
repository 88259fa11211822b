import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { FilterImage } from "../src/index.ts";

interface Case {
  /** Which of `images`. */
  readonly image: number;
  readonly values: readonly number[];
}

interface Golden {
  readonly images: readonly (Omit<FilterImage, "values"> & { readonly values: readonly number[] })[];
  readonly median: readonly (Case & { readonly radius: number })[];
  readonly gaussian: readonly (Case & { readonly blur: number })[];
  readonly totalVariation: readonly (Case & { readonly weight: number })[];
  readonly nonLocalMeans: readonly (Case & {
    readonly noise: number;
    readonly strength: number;
    readonly patchRadius: number;
    readonly searchRadius: number;
  })[];
  readonly meanOfTransform: readonly {
    readonly read: number;
    readonly electrons: number;
    readonly value: number;
  }[];
}

interface GoldenAnscombe {
  readonly anscombe: {
    readonly x: readonly number[];
    readonly forward: readonly number[];
    readonly d: readonly number[];
    readonly inverse_algebraic: readonly number[];
    readonly inverse_exact_closed_form: readonly number[];
    readonly inverse_exact_numeric: readonly number[];
    readonly poisson_mean: readonly number[];
    readonly expected_forward: readonly number[];
  };
  readonly generalized_anscombe: readonly {
    readonly gain: number;
    readonly sigma: number;
    readonly mu: number;
    readonly z: readonly number[];
    readonly forward: readonly number[];
    readonly inverse_exact_closed_form: readonly (number | null)[];
  }[];
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/${name}.json`, import.meta.url), "utf8"));

/** In float64: SciPy, scikit-image, and non-local means written out pixel by pixel. */
export const golden: Golden = read("filters");
export const goldenAnscombe: GoldenAnscombe = read("anscombe");

export const goldenImages: readonly FilterImage<Float64Array>[] = golden.images.map((image) => ({
  ...image,
  values: Float64Array.from(image.values),
}));

export function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    expect(Math.abs(got[i]! - want[i]!), `at ${i}: ${got[i]}, not ${want[i]}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(want[i]!)),
    );
  }
}
