import { expect, it } from "vitest";
import { fuseKernels } from "../../src/passes/fuseKernels.ts";
import { graphOf, node, value } from "../graphs.ts";

const attributes = { strides: 1, pads: [1, 1, 1, 1] };
const normAttributes = { groups: 3, epsilon: 1e-5, silu: true };
const [filter, vector, shift] = [value(3, 3, 6, 6), value(6), value(2, 1, 1, 6)];
const image = () => value(2, 4, 4, 6);

it("fuseKernels takes doubling, a shift and a residual into the kernels beside them, and leaves nothing dead", () => {
  const [x, large, h, shifted, n, m, y] = [
    value(2, 2, 2, 6),
    image(),
    image(),
    image(),
    image(),
    image(),
    image(),
  ];
  const [mean, rstd] = [value(2, 3), value(2, 3)];
  const upsample = node("CellgenUpsample2x", { x }, large);
  const first = { ...node("CellgenConv2d", { x: large, filter, bias: vector }, h), attributes };
  const add = node("Add", { a: h, b: shift }, shifted);
  const norm = {
    ...node("CellgenGroupNorm", { x: shifted, gamma: vector, beta: vector }, n, mean, rstd),
    attributes: normAttributes,
  };
  const second = { ...node("CellgenConv2d", { x: n, filter, bias: vector }, m), attributes };
  const residual = node("Add", { a: h, b: m }, y);
  const inputs = { x, filter, vector, shift };
  const graph = graphOf([upsample, first, add, norm, second, residual], { y }, inputs);
  expect(fuseKernels(graph)).toEqual(
    graphOf(
      [
        { ...first, kernel: "CellgenUpsampleConv2d", inputs: { ...first.inputs, x } },
        { ...norm, inputs: { ...norm.inputs, x: h, shift } },
        { ...second, inputs: { ...second.inputs, sum: h }, outputs: [y] },
      ],
      { y },
      inputs,
    ),
  );
});

it("fuseKernels takes no residual into a convolution that doubles", () => {
  const [x, large, r, other, y] = [value(2, 2, 2, 6), image(), image(), image(), image()];
  const conv = { ...node("CellgenConv2d", { x: large, filter, bias: vector }, r), attributes };
  const add = node("Add", { a: r, b: other }, y);
  const graph = graphOf([node("CellgenUpsample2x", { x }, large), conv, add], { y }, { x, other });
  expect(fuseKernels(graph).nodes).toEqual([
    { ...conv, kernel: "CellgenUpsampleConv2d", inputs: { ...conv.inputs, x } },
    add,
  ]);
});
