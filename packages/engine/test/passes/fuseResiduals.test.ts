import { expect, it } from "vitest";
import type { GraphNode, Value } from "../../src/graph/graph.ts";
import { fuseResiduals } from "../../src/passes/fuseResiduals.ts";
import { graphOf, node, numbered, value } from "../graphs.ts";

const attributes = { strides: 1, pads: [1, 1, 1, 1] };
const image = (): Value => value(2, 4, 4, 3);
const images = (length: number): Value[] => Array.from({ length }, image);
const [filter, bias] = [value(3, 3, 3, 3), value(3)];

const conv = (x: Value, output: Value, sum?: Value): GraphNode => ({
  ...node("CellgenConv2d", { x, filter, bias, ...(sum && { sum }) }, output),
  attributes,
});
const binary = (kernel: string, a: Value, b: Value, output: Value) => node(kernel, { a, b }, output);
const square = (x: Value, output: Value) => node("Square", { x }, output);

function fused(nodes: readonly GraphNode[], ...outputs: Value[]): readonly GraphNode[] {
  const graph = graphOf(nodes, numbered(outputs));
  const result = fuseResiduals(graph);
  expect(result.outputs).toBe(graph.outputs);
  return result.nodes;
}

it("fuseResiduals lets a convolution add an image to its result, from either side", () => {
  const [x, r, y] = images(3) as [Value, Value, Value];
  expect(fused([conv(x, r), binary("Add", x, r, y)], y)).toEqual([conv(x, y, x)]);
  expect(fused([conv(x, r), binary("Add", r, x, y)], y)).toEqual([conv(x, y, x)]);
});

it("fuseResiduals convolves where the sum was, for the image may be computed after the convolution", () => {
  const [x, r, late, y, z] = images(5) as [Value, Value, Value, Value, Value];
  const nodes = [conv(x, r), square(x, late), binary("Add", late, r, y), square(y, z)];
  expect(fused(nodes, z)).toEqual([square(x, late), conv(x, y, late), square(y, z)]);
  expect(nodes).toHaveLength(4);
});

it("fuseResiduals leaves one of two convolutions that are added, and gives its result to the other", () => {
  const [x, r, s, y] = images(4) as [Value, Value, Value, Value];
  const result = fused([conv(x, r), conv(x, s), binary("Add", r, s, y)], y);
  expect(result).toEqual([conv(x, r), conv(x, y, r)]);
});

it("fuseResiduals takes one sum into each convolution", () => {
  const [x, z, r, s, y, more] = images(6) as [Value, Value, Value, Value, Value, Value];
  const chain = [conv(x, r), binary("Add", r, x, s), conv(s, z), binary("Add", s, z, y)];
  expect(fused(chain, y)).toEqual([conv(x, s, x), conv(s, y, s)]);
  const twice = [conv(x, r), binary("Add", r, x, s), binary("Add", s, z, more)];
  expect(fused(twice, more)).toEqual([conv(x, s, x), binary("Add", s, z, more)]);
});

it("fuseResiduals leaves sums where something else reads the convolution's result", () => {
  const [x, r, y, z] = images(4) as [Value, Value, Value, Value];
  const read = [conv(x, r), binary("Add", r, x, y), square(r, z)];
  expect(fused(read, y, z)).toEqual(read);
  const output = [conv(x, r), binary("Add", r, x, y)];
  expect(fused(output, y, r)).toEqual(output);
  const doubled = [conv(x, r), binary("Add", r, r, y)];
  expect(fused(doubled, y)).toEqual(doubled);
});

it("fuseResiduals leaves sums of other shapes, other operations, and other kernels' results", () => {
  const [x, r, s, y] = images(4) as [Value, Value, Value, Value];
  for (const other of [value(3), value(2, 1, 1, 3), value(1, 4, 4, 3), value()]) {
    const broadcast = [conv(x, r), binary("Add", r, other, y)];
    expect(fused(broadcast, y)).toEqual(broadcast);
  }
  const difference = [conv(x, r), binary("Sub", x, r, y)];
  expect(fused(difference, y)).toEqual(difference);
  const apart = [conv(x, r), square(x, s), binary("Add", s, x, y)];
  expect(fused(apart, y, r)).toEqual(apart);
});
