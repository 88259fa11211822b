import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { CELL_FEATURES, type CellFeature, cellFeatures, type MeasuredImage } from "../../src/index.ts";
import { mirrored, turned } from "./changedImages.ts";
import { drawnDisks } from "./drawnDisks.ts";
import { expectImageErrors } from "./expectImageErrors.ts";
import { goldenCells, goldenImage, imageOf } from "./goldenCells.ts";

const bytes = { valueRange: [0, 255] } as const;
const lobed = goldenImage("color, a lobed nucleus");

function named(image: MeasuredImage): Record<CellFeature, number> {
  const features = cellFeatures(image, bytes);
  expect(features.length).toBe(CELL_FEATURES.length);
  const entries = CELL_FEATURES.map((name, column) => [name, features[column]]);
  return Object.fromEntries(entries);
}

function expectSame(
  got: Record<CellFeature, number>,
  want: Record<CellFeature, number>,
  names: readonly CellFeature[] = CELL_FEATURES,
): void {
  // An eccentricity near 0 is the root of what is rounded.
  for (const name of names) expect(got[name], name).toBeCloseTo(want[name], 7);
}

/** Every value times `factor`, plus `offset`. */
function scaled(image: MeasuredImage, factor: number, offset: number): MeasuredImage {
  return { ...image, values: Float64Array.from(image.values, (value) => value * factor + offset) };
}

describe("cellFeatures", () => {
  it("gives the golden values", () => {
    expect(goldenCells.images.map(({ features }) => features.cells)).toEqual([2, 1, 1, 1, 0, 0, 0]);
    for (const golden of goldenCells.images) {
      const got = named(imageOf(golden));
      for (const name of CELL_FEATURES) {
        expect(got[name], `${golden.name}: ${name}`).toBeCloseTo(golden.features[name], 7);
      }
    }
  });

  it("are left by a quarter turn and a mirror", () => {
    for (const golden of goldenCells.images) {
      const image = imageOf(golden);
      expectSame(named(turned(image)), named(image));
      expectSame(named(mirrored(image)), named(image));
    }
  });

  it("of half the contrast on a lighter ground: shapes, textures and granularity stay, intensities follow", () => {
    const got = named(scaled(lobed, 0.5, 64));
    const want = named(lobed);
    const half = ["intensityDeviation", "redDeviation", "colorSpread", "contrast", "backgroundDeviation"];
    for (const name of CELL_FEATURES) {
      const factor = half.includes(name) || name.endsWith("Deviation") ? 0.5 : 1;
      const offset = name.endsWith("Mean") || name === "backgroundLevel" ? want[name] / 2 - 64 / 255 : 0;
      expect(got[name], name).toBeCloseTo(want[name] * factor - offset, 7);
    }
  });

  it("follow the area: a disk twice as wide has four times the area and twice the perimeter", () => {
    const disk = (radius: number) => named(drawnDisks(64, 64, 20, [{ y: 32, x: 32, radius, level: 180 }]));
    const [small, large] = [disk(10), disk(20)];
    expect(large.area / small.area).toBeGreaterThan(3.6);
    expect(large.area / small.area).toBeLessThan(4.4);
    expect(large.perimeter / small.perimeter).toBeGreaterThan(1.85);
    expect(large.perimeter / small.perimeter).toBeLessThan(2.15);
    expect(large.foreground).toBe(large.area / 64 ** 2);
    expect(small.circularity).toBeGreaterThan(0.9);
    expect(small.eccentricity).toBeLessThan(0.01);
    expect(small.contrast).toBeGreaterThan(0.5);
  });

  it("weigh each cell by its area", () => {
    const disks = [
      { y: 10, x: 10, radius: 4, level: 180 },
      { y: 40, x: 40, radius: 12, level: 180 },
    ];
    const [small, large] = disks.map((disk) => named(drawnDisks(64, 64, 20, [disk])));
    const both = named(drawnDisks(64, 64, 20, disks));
    const total = small!.area + large!.area;
    expect(both.cells).toBe(2);
    expect(both.area).toBeCloseTo((small!.area ** 2 + large!.area ** 2) / total, 9);
    expect(both.perimeter).toBeCloseTo(
      (small!.area * small!.perimeter + large!.area * large!.perimeter) / total,
      9,
    );
  });

  it("tell noise from blur: fine granules go up and Haralick's correlation down with one, and the other way with the other", () => {
    const noise = randomStream(1, "noise").fillNormal(new Float32Array(lobed.values.length));
    const clip = (value: number) => Math.min(Math.max(value, 0), 255);
    const noisy = { ...lobed, values: Float64Array.from(lobed.values, (v, i) => clip(v + 12 * noise[i]!)) };
    const blurred = {
      ...lobed,
      values: Float64Array.from(lobed.values, (value, i) => {
        const [before, after] = [lobed.values[i - 3] ?? value, lobed.values[i + 3] ?? value];
        return (before + 2 * value + after) / 4;
      }),
    };
    const [plain, withNoise, withBlur] = [named(lobed), named(noisy), named(blurred)];
    expect(withNoise.granularity1).toBeGreaterThan(1.5 * plain.granularity1);
    expect(withBlur.granularity1).toBeLessThan(plain.granularity1);
    expect(withNoise.haralickCorrelation).toBeLessThan(plain.haralickCorrelation - 0.05);
    expect(withBlur.haralickCorrelation).toBeGreaterThan(plain.haralickCorrelation + 0.05);
    expect(withNoise.backgroundDeviation).toBeGreaterThan(plain.backgroundDeviation);
  });

  it("of a gray image in three channels are those in one, but for the channels' own", () => {
    const grey = goldenImage("bright on dark, three cells of which one is dust");
    const values = Uint8Array.from(
      { length: 3 * grey.values.length },
      (_, i) => grey.values[Math.floor(i / 3)]!,
    );
    const [one, three] = [named(grey), named({ ...grey, values, channels: 3 })];
    const channels = CELL_FEATURES.filter((name) => /^(red|green|blue)/.test(name));
    expect(channels.length).toBe(12);
    expectSame(
      three,
      one,
      CELL_FEATURES.filter((name) => !channels.includes(name)),
    );
    for (const name of channels) expect(one[name]).toBe(0);
    expect(three.blueKurtosis).toBeCloseTo(three.intensityKurtosis, 9);
  });

  it("of an image without a cell, or of one pixel, are numbers", () => {
    expect(named({ values: Uint8Array.of(51), height: 1, width: 1, channels: 1 })).toMatchObject({
      cells: 0,
      foreground: 0,
      area: 0,
      solidity: 0,
      contrast: 0,
      intensityMean: 0.2,
      intensityKurtosis: 0,
      backgroundLevel: 0.2,
      granularity1: 0,
      haralickContrast: 0,
      haralickCorrelation: 1,
      haralickEnergy: 1,
      haralickHomogeneity: 1,
      haralickEntropy: 0,
    });
    const beyond = { values: Float32Array.of(1.0005), height: 1, width: 1, channels: 1 };
    expect(cellFeatures(beyond)[CELL_FEATURES.indexOf("intensityMean")]).toBe(1);
    for (const [height, width] of [
      [1, 9],
      [9, 1],
      [2, 2],
    ] as const) {
      const values = Float32Array.from({ length: height * width }, (_, i) => (i % 3 === 0 ? 1 : -1));
      expect(cellFeatures({ values, height, width, channels: 1 }).every(Number.isFinite)).toBe(true);
    }
  });

  it("refuses what is no image in the range", () => {
    expectImageErrors("cellFeatures", cellFeatures);
  });
});
