import { expect, it } from "vitest";
import type { GraphNode, Value } from "../../src/graph/graph.ts";
import { fuseChannelShifts } from "../../src/passes/fuseChannelShifts.ts";
import { graphOf, node, numbered, value } from "../graphs.ts";

const image = (): Value => value(2, 4, 4, 6);
const [x, shift, sum, y, dy, dx] = [image(), value(2, 1, 1, 6), image(), image(), image(), image()];
const [gamma, beta, mean, rstd] = [value(6), value(6), value(2, 3), value(2, 3)];
const attributes = { groups: 3, epsilon: 1e-5, silu: true };

const add = (a: Value, b: Value, output: Value): GraphNode => node("Add", { a, b }, output);
const norm = (image: Value, more: Record<string, Value> = {}): GraphNode => ({
  ...node("CellgenGroupNorm", { x: image, gamma, beta, ...more }, y, mean, rstd),
  attributes,
});
const gradient = (image: Value, more: Record<string, Value> = {}): GraphNode => ({
  ...node("CellgenGroupNormGradient", { x: image, gamma, beta, mean, rstd, dy, ...more }, dx),
  attributes,
});

function fused(nodes: readonly GraphNode[], ...outputs: Value[]): readonly GraphNode[] {
  const graph = graphOf(nodes, numbered(outputs));
  const result = fuseChannelShifts(graph);
  expect(result.outputs).toBe(graph.outputs);
  return result.nodes;
}

it("fuseChannelShifts lets group norm add a number to each channel of each sample, from either side", () => {
  expect(fused([add(x, shift, sum), norm(sum)], y)).toEqual([norm(x, { shift })]);
  expect(fused([add(shift, x, sum), norm(sum)], y)).toEqual([norm(x, { shift })]);
});

it("fuseChannelShifts lets the gradient and every other group norm of the sum add it too", () => {
  const nodes = [add(x, shift, sum), norm(sum), gradient(sum), norm(sum)];
  const result = fused(nodes, y, dx);
  expect(result).toEqual([norm(x, { shift }), gradient(x, { shift }), norm(x, { shift })]);
  expect(nodes).toHaveLength(4);
});

it("fuseChannelShifts does not mind who else reads the image or the shift", () => {
  const others = [node("Square", { x }, image()), node("Square", { x: shift }, value(2, 1, 1, 6))];
  const outputs = others.map(({ outputs }) => outputs[0]!);
  const result = fused([add(x, shift, sum), ...others, norm(sum)], y, ...outputs, shift, x);
  expect(result).toEqual([...others, norm(x, { shift })]);
});

it("fuseChannelShifts takes the last of two shifts", () => {
  const [first, second] = [image(), value(2, 1, 1, 6)];
  const nodes = [add(x, shift, first), add(first, second, sum), norm(sum)];
  expect(fused(nodes, y)).toEqual([nodes[0], norm(first, { shift: second })]);
  const known = [add(x, shift, sum), norm(sum, { shift: second })];
  expect(fused(known, y)).toEqual(known);
});

it("fuseChannelShifts leaves sums that something else reads", () => {
  const read = [add(x, shift, sum), norm(sum), node("Square", { x: sum }, image())];
  expect(fused(read, y)).toEqual(read);
  const readBefore = [add(x, shift, sum), node("Square", { x: sum }, image()), norm(sum)];
  expect(fused(readBefore, y)).toEqual(readBefore);
  const output = [add(x, shift, sum), norm(sum)];
  expect(fused(output, y, sum)).toEqual(output);
  const asGradient = [add(x, shift, sum), norm(sum), gradient(x, { dy: sum })];
  expect(fused(asGradient, y, dx)).toEqual(asGradient);
});

it("fuseChannelShifts leaves what is no number for each channel of each sample", () => {
  for (const other of [value(6), value(1, 1, 1, 6), value(2, 1, 1, 1), value(2, 4, 1, 6), image(), value()]) {
    const nodes = [add(x, other, sum), norm(sum)];
    expect(fused(nodes, y)).toEqual(nodes);
  }
  const difference = [node("Sub", { a: x, b: shift }, sum), norm(sum)];
  expect(fused(difference, y)).toEqual(difference);
  const [rows, rowShift, rowSum] = [value(2, 16, 6), value(2, 1, 6), value(2, 16, 6)];
  const places = [add(rows, rowShift, rowSum), norm(rowSum)];
  expect(fused(places, y)).toEqual(places);
});

it("fuseChannelShifts leaves sums that are as large as the shift and not as the image", () => {
  const [pixel, pixels] = [value(2, 1, 1, 6), value(2, 1, 1, 6)];
  const nodes = [add(pixel, value(1, 1, 1, 6), pixels), norm(pixels)];
  expect(fused(nodes, y)).toEqual(nodes);
});
