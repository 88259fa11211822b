import { readFileSync } from "node:fs";
import type { CellFeature, MeasuredImage } from "../../src/index.ts";

interface GoldenCells {
  readonly otsu: readonly { readonly values: readonly number[]; readonly threshold: number }[];
  readonly regions: readonly {
    readonly shape: readonly [number, number];
    readonly mask: readonly number[];
    readonly area: number;
    readonly area_convex: number;
    readonly perimeter: number;
    readonly eccentricity: number;
    readonly solidity: number;
  }[];
  readonly textures: readonly {
    readonly shape: readonly [number, number];
    readonly values: readonly number[];
    readonly mask: readonly number[];
    readonly contrast: number;
    readonly correlation: number;
    readonly energy: number;
    readonly homogeneity: number;
    readonly entropy: number;
  }[];
  readonly openings: readonly {
    readonly shape: readonly [number, number];
    readonly radius: number;
    readonly values: readonly number[];
    readonly opened: readonly number[];
  }[];
  readonly images: readonly {
    readonly name: string;
    readonly shape: readonly [number, number, number];
    readonly values: readonly number[];
    readonly labels: readonly number[];
    readonly background: readonly number[];
    readonly features: Readonly<Record<CellFeature, number>>;
  }[];
}

/** In float64, from NumPy, SciPy and scikit-image. */
export const goldenCells: GoldenCells = JSON.parse(
  readFileSync(new URL("../../../../fixtures/cells.json", import.meta.url), "utf8"),
);

export function imageOf({ shape, values }: GoldenCells["images"][number]): MeasuredImage {
  const [height, width, channels] = shape;
  return { values: Uint8Array.from(values), height, width, channels };
}

export function goldenImage(name: string): MeasuredImage {
  return imageOf(goldenCells.images.find((image) => image.name === name)!);
}
