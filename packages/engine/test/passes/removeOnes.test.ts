import { expect, it } from "vitest";
import type { ConstantData, GraphNode, Value } from "../../src/graph/graph.ts";
import { removeOnes } from "../../src/passes/removeOnes.ts";
import { graphOf, node, value } from "../graphs.ts";

const multiply = (a: Value, b: Value, output: Value): GraphNode => node("Multiply", { a, b }, output);

function simplified(nodes: readonly GraphNode[], constants: ReadonlyMap<Value, ConstantData> = new Map()) {
  const graph = { ...graphOf(nodes, {}), constants };
  return removeOnes(graph).nodes.map(({ kernel, inputs, attributes }) => ({ kernel, inputs, attributes }));
}

it("removeOnes turns a product with ones into nothing, on either side", () => {
  const [x, ones, y] = [value(2, 3), value(2, 3), value(2, 3)];
  const constants = new Map([[ones, new Float32Array(6).fill(1)]]);
  const nothing = { kernel: "Identity", inputs: { x }, attributes: {} };
  expect(simplified([multiply(x, ones, y), multiply(ones, x, y)], constants)).toEqual([nothing, nothing]);
});

it("removeOnes turns a product with more ones into a broadcast", () => {
  const [x, ones, y] = [value(2, 1), value(2, 3), value(2, 3)];
  const fill = { kernel: "Fill", inputs: {}, attributes: { shape: [2, 3], value: 1 }, outputs: [ones] };
  const like = { kernel: "OnesLike", inputs: { x: y }, attributes: {}, outputs: [ones] };
  const broadcast = { kernel: "BroadcastTo", inputs: { x }, attributes: { shape: [2, 3] } };
  expect(simplified([fill, multiply(x, ones, y)])[1]).toEqual(broadcast);
  expect(simplified([like, multiply(ones, x, y)])[1]).toEqual(broadcast);
});

it("removeOnes leaves other products, and sums with ones", () => {
  const [x, nearly, ones, y] = [value(2), value(2), value(2), value(2)];
  const constants = new Map([
    [nearly, Float32Array.of(1, 2)],
    [ones, Float32Array.of(1, 1)],
  ]);
  const nodes = [multiply(x, nearly, y), { ...multiply(x, ones, y), kernel: "Add" }, multiply(x, x, y)];
  expect(simplified(nodes, constants)).toEqual(nodes.map(({ outputs: _, ...rest }) => rest));
});
