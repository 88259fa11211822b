import { expect, it } from "vitest";
import type { GraphNode, Value } from "../../src/graph/graph.ts";
import { fuseUpsampling } from "../../src/passes/fuseUpsampling.ts";
import { graphOf, node as nodeWithout, numbered, value } from "../graphs.ts";

const [x, large] = [value(2, 4, 5, 3), value(2, 8, 10, 3)];
const [filter, bias, y] = [value(3, 3, 3, 7), value(7), value(2, 8, 10, 7)];
const [dy, dlarge, dx, dfilter] = [
  value(2, 8, 10, 7),
  value(2, 8, 10, 3),
  value(2, 4, 5, 3),
  value(3, 3, 3, 7),
];

const same = { strides: 1, pads: [1, 1, 1, 1] };
const others = [
  { strides: 2, pads: [1, 1, 1, 1] },
  { strides: 1, pads: [0, 0, 0, 0] },
  { strides: 1, pads: [1, 1, 1, 2] },
];
type Attributes = GraphNode["attributes"];

const node = (
  kernel: string,
  inputs: Record<string, Value>,
  output: Value,
  attributes: Attributes = {},
): GraphNode => ({ ...nodeWithout(kernel, inputs, output), attributes });

const upsample = node("CellgenUpsample2x", { x }, large);
const conv = (given: Attributes, weights = filter) =>
  node("CellgenConv2d", { x: large, filter: weights, bias }, y, given);
const filterGradient = (given: Attributes, output = dfilter) =>
  node("CellgenConv2dFilterGradient", { x: large, dy }, output, given);
const inputGradient = (given: Attributes, weights = filter) =>
  node("CellgenConv2dInputGradient", { dy, filter: weights }, dlarge, given);
const upsampleGradient = node("CellgenUpsample2xGradient", { dy: dlarge }, dx);

function fused(nodes: readonly GraphNode[], ...outputs: Value[]): readonly GraphNode[] {
  const graph = graphOf(nodes, numbered(outputs));
  const result = fuseUpsampling(graph);
  expect(result.outputs).toBe(graph.outputs);
  return result.nodes;
}

it("fuseUpsampling takes the doubling of pixels into the convolution of 3x3 after it", () => {
  const together = node("CellgenUpsampleConv2d", { x, filter, bias }, y, same);
  // Nothing reads the large image any more: it goes with the other dead nodes.
  expect(fused([upsample, conv(same)], y)).toEqual([upsample, together]);
});

it("fuseUpsampling takes it into both gradients", () => {
  const attributes = { ...same, filterShape: dfilter.shape };
  expect(fused([upsample, filterGradient(attributes)], dfilter)).toEqual([
    upsample,
    node("CellgenUpsampleConv2dFilterGradient", { x, dy }, dfilter, attributes),
  ]);
  const ofImage = { ...same, inputShape: large.shape };
  const nodes = [inputGradient(ofImage), upsampleGradient];
  expect(fused(nodes, dx)).toEqual([node("CellgenUpsampleConv2dInputGradient", { dy, filter }, dx, ofImage)]);
  expect(nodes).toHaveLength(2);
});

it("fuseUpsampling leaves the large image to others that read it", () => {
  const square = node("Square", { x: large }, value(2, 8, 10, 3));
  expect(fused([upsample, conv(same), square], y, square.outputs[0]!)).toEqual([
    upsample,
    node("CellgenUpsampleConv2d", { x, filter, bias }, y, same),
    square,
  ]);
});

it("fuseUpsampling leaves strides, pads and filters of other kinds", () => {
  for (const attributes of others) {
    for (const alone of [conv(attributes), filterGradient(attributes)])
      expect(fused([upsample, alone], y)).toEqual([upsample, alone]);
    const backward = [inputGradient(attributes), upsampleGradient];
    expect(fused(backward, dx)).toEqual(backward);
  }
  for (const [height, width] of [
    [1, 1],
    [5, 5],
    [3, 1],
    [2, 3],
  ] as const) {
    const other = value(height, width, 3, 7);
    for (const alone of [conv(same, other), filterGradient(same, other)])
      expect(fused([upsample, alone], y)).toEqual([upsample, alone]);
    const backward = [inputGradient(same, other), upsampleGradient];
    expect(fused(backward, dx)).toEqual(backward);
  }
});

it("fuseUpsampling leaves gradients of the large image that something else reads", () => {
  const sum = node("Add", { a: dlarge, b: large }, value(2, 8, 10, 3));
  const read = [inputGradient(same), sum, upsampleGradient];
  expect(fused(read, dx, sum.outputs[0]!)).toEqual(read);
  const output = [inputGradient(same), upsampleGradient];
  expect(fused(output, dx, dlarge)).toEqual(output);
});

it("fuseUpsampling leaves convolutions of other images, and upsampling of other gradients", () => {
  const alone = node("CellgenConv2d", { x, filter, bias }, value(2, 4, 5, 7), same);
  expect(fused([upsample, alone], alone.outputs[0]!, large)).toEqual([upsample, alone]);
  const other = node("Square", { x: large }, dlarge);
  expect(fused([other, upsampleGradient], dx)).toEqual([other, upsampleGradient]);
  const convolutionOnly = [upsample, node("Conv2D", { x: large, filter }, y, { strides: 1, pad: "same" })];
  expect(fused(convolutionOnly, y)).toEqual(convolutionOnly);
});
