import { expect, it } from "vitest";
import { removeDeadNodes } from "../src/passes/removeDeadNodes.ts";
import type { Graph, GraphNode, Value } from "../src/trace/graph.ts";

let count = 0;
const value = (): Value => ({ id: count++, shape: [2], dtype: "float32" });
const node = (kernel: string, inputs: Record<string, Value>, ...outputs: Value[]): GraphNode => ({
  kernel,
  inputs,
  attributes: {},
  outputs,
});

it("removeDeadNodes leaves what outputs need, in its order, and forgets other constants", () => {
  const [x, used, unused, a, b, half, dead, alsoDead] = Array.from({ length: 8 }, value) as [
    Value,
    ...Value[],
  ];
  const add = node("Add", { a: x, b: used! }, a!);
  const split = node("SplitV", { x: a! }, b!, half!);
  const square = node("Square", { x: a! }, dead!);
  const multiply = node("Multiply", { a: dead!, b: unused! }, alsoDead!);
  const graph: Graph = {
    inputs: { x },
    constants: new Map([
      [used!, Float32Array.of(1, 2)],
      [unused!, Float32Array.of(3, 4)],
    ]),
    nodes: [add, square, split, multiply],
    outputs: { y: b! },
  };
  const result = removeDeadNodes(graph);
  expect(result.nodes).toEqual([add, split]);
  expect([...result.constants.keys()]).toEqual([used]);
  expect(result.inputs).toBe(graph.inputs);
  expect(result.outputs).toBe(graph.outputs);
  expect(graph.nodes).toHaveLength(4);
});

it("removeDeadNodes leaves nothing of a graph whose output is an input", () => {
  const [x, y] = [value(), value()];
  const graph = {
    inputs: { x },
    constants: new Map(),
    nodes: [node("Square", { x }, y)],
    outputs: { same: x },
  };
  expect(removeDeadNodes(graph).nodes).toEqual([]);
});
