import * as onnxruntime from "@cellgen/onnxruntime";
import { describe, expect, it } from "vitest";
import type { Graph, GraphNode } from "../../src/graph/graph.ts";
import { lowerToOnnx } from "../../src/lowering/lowerToOnnx.ts";
import { normsOfSums } from "../../src/passes/normsOfSums.ts";
import * as reference from "../cases/layerReferences.ts";
import { graphOf as graphWith, value } from "../graphs.ts";
import { relativeDifference, values } from "../ndarray.ts";

const [x, gamma, beta] = [value(2, 3, 5, 6), value(6), value(6)];
const [shift, y, mean, rstd] = [value(2, 1, 1, 6), value(2, 3, 5, 6), value(2, 3), value(2, 3)];

const norm = (silu: boolean, shifted: boolean): GraphNode => ({
  kernel: "CellgenGroupNorm",
  inputs: { x, gamma, beta, ...(shifted ? { shift } : {}) },
  attributes: { groups: 3, epsilon: 1e-2, silu },
  outputs: [y, mean, rstd],
});
const graphOf = (node: GraphNode): Graph =>
  graphWith([node], { y }, { x, gamma, beta, ...(node.inputs["shift"] ? { shift } : {}) });

describe("normsOfSums", () => {
  it("takes every group norm in the other form, for its result alone", () => {
    const other = { ...norm(true, false), kernel: "Add" };
    const before = norm(true, true);
    expect(normsOfSums({ ...graphOf(before), nodes: [before, other] }).nodes).toEqual([
      { ...before, kernel: "CellgenGroupNormOfSums", outputs: [y] },
      other,
    ]);
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])("computes group norm, with SiLU: %s, with a number added to each channel: %s", async (silu, shifted) => {
    const [image, scale, offset, added] = [
      values(x.shape, 1, -1, 2),
      values(gamma.shape, 2),
      values(beta.shape, 3),
      values(shift.shape, 4),
    ];
    const session = await onnxruntime.InferenceSession.create(
      lowerToOnnx(normsOfSums(graphOf(norm(silu, shifted)))),
    );
    const feed = ({ data, shape }: typeof image) =>
      new onnxruntime.Tensor("float32", Float32Array.from(data), shape);
    const given = { x: feed(image), gamma: feed(scale), beta: feed(offset) };
    const results = await session.run(shifted ? { ...given, shift: feed(added) } : given);
    await session.release();
    const sums = image.data.map(
      (number, i) => number + (shifted ? added.data[Math.floor(i / 90) * 6 + (i % 6)]! : 0),
    );
    const z = reference.groupNorm({ ...image, data: sums }, scale, offset, 3, 1e-2);
    const expected = silu ? reference.silu(z) : z;
    expect(relativeDifference(results["y"]!.data as Float32Array, expected.data)).toBeLessThan(2e-6);
  });
});
