import { expect, it } from "vitest";
import { type Evaluation, evaluationTables, type Measurement } from "../../src/index.ts";

const measurement = (value: number, realBaseline = value): Measurement => ({
  value,
  low: value - 0.02,
  high: value + 0.02,
  features: "cells",
  n: 1500,
  reference: 1000,
  realBaseline: { value: realBaseline, low: realBaseline - 0.02, high: realBaseline + 0.02, n: 60 },
});

const evaluation: Evaluation = {
  n: { generated: 1500, training: 1000, heldOut: 60 },
  features: "cells",
  seed: 0,
  distances: {
    kernelDistance: measurement(-0.0001),
    frechetDistance: measurement(12.345),
    precision: measurement(0.9),
    recall: measurement(0.9),
    density: measurement(1),
    coverage: measurement(0.9),
  },
  cells: [],
  memorisation: {
    distance: { ...measurement(2000), reference: 0 },
    relativeDistance: measurement(0.7),
    closerThanHeldOut: measurement(0.05),
    copies: measurement(Number.NaN),
    copyLimit: 0.1,
    worst: [],
    worstHeldOut: [],
  },
  perClass: [],
};

it("evaluationTables gives every measure its interval, its baseline and the numbers of images", () => {
  const { measures, ...others } = evaluationTables(evaluation);
  expect(others).toEqual({});
  const rows = Object.fromEntries(measures.rows.map(([name, ...cells]) => [name, cells]));
  expect(rows["kernel distance (KID)"]).toEqual([
    "0.000 (-0.020 to 0.020)",
    "0.000 (-0.020 to 0.020)",
    "lower",
    "1,500 and 60, with 1,000",
    "cells",
  ]);
  expect(rows["Fréchet distance"]![0]).toBe("12.3 (12.3 to 12.4)");
  expect(rows["distance to the nearest training image"]![0]).toBe("2,000 (2,000 to 2,000)");
  expect(rows["distance to the nearest training image"]![3]).toBe("1,500 and 60");
  expect(rows["copies of training images"]![0]).toBe("– (– to –)");
  for (const row of measures.rows) expect(row).toHaveLength(measures.header.length);
});

it("evaluationTables has a row for each class, and says where it has too few images", () => {
  const n = { generated: 4, training: 1200, heldOut: 3 };
  const { classes } = evaluationTables({ ...evaluation, perClass: [{ name: "platelet", n, cells: [] }] });
  expect(classes!.rows).toHaveLength(1);
  expect(classes!.rows[0]).toHaveLength(classes!.header.length);
  expect(classes!.rows[0]!.slice(0, 3)).toEqual(["platelet", "4 (3), 1,200", "too few images"]);
});
