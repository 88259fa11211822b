import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import * as lowering from "../../src/lowering/lowerings.ts";
import { operations } from "../../src/operations/operations.ts";

it("every kernel that can be traced has ONNX nodes, and only kernels of passes have them besides", () => {
  expect(Object.keys(lowering.lowerings)).toEqual(Object.keys(operations));
  for (const kernel of Object.keys(lowering.passLowerings)) expect(operations).not.toHaveProperty(kernel);
});

/** Families, by the file of their lowerings. */
const families = {
  binary: "binary",
  convolution: "convolution/convolution",
  groupNorm: "normalization/groupNorm",
  layers: "layers",
  matrixProducts: "matrixProducts",
  reductions: "reductions",
  shapes: "shapes",
  slices: "slices",
  unary: "unary",
};

it.each(Object.entries(families))(
  "the family %s has the same kernels in operations and in lowering",
  async (family, file) => {
    const rules = (await import(`../../src/operations/${family}.ts`)) as Record<string, object>;
    // Vite resolves names with folders in them only as absolute paths.
    const path = fileURLToPath(new URL(`../../src/lowering/${file}.ts`, import.meta.url));
    const nodes = (await import(/* @vite-ignore */ path)) as Record<string, object>;
    expect(Object.keys(nodes[family]!)).toEqual(Object.keys(rules[family]!));
  },
);
