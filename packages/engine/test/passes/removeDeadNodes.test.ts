import { expect, it } from "vitest";
import type { Graph, Value } from "../../src/graph/graph.ts";
import { removeDeadNodes } from "../../src/passes/removeDeadNodes.ts";
import { graphOf, node, value } from "../graphs.ts";

it("removeDeadNodes leaves what outputs need, in its order, and forgets other constants", () => {
  const [x, used, unused, a, b, half, dead, alsoDead] = Array.from({ length: 8 }, () => value(2)) as [
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
  const [x, y] = [value(2), value(2)];
  const graph = graphOf([node("Square", { x }, y)], { same: x }, { x });
  expect(removeDeadNodes(graph).nodes).toEqual([]);
});
