import { expect, it } from "vitest";
import type { Graph, Value } from "../../src/graph/graph.ts";
import { removeIdentities } from "../../src/passes/removeIdentities.ts";
import { graphOf, node, typedValue, value } from "../graphs.ts";

it("removeIdentities lets nodes and outputs read what was copied, through copies of copies", () => {
  const [x, y, copy, again, z] = Array.from({ length: 5 }, () => value(2)) as [
    Value,
    Value,
    Value,
    Value,
    Value,
  ];
  const exp = node("Exp", { x }, y);
  const graph = graphOf(
    [
      exp,
      node("Identity", { x: y }, copy),
      node("Identity", { x: copy }, again),
      node("Add", { a: again, b: y }, z),
    ],
    { z, again },
    { x },
  );
  const { nodes, outputs } = removeIdentities(graph);
  expect(nodes).toEqual([exp, node("Add", { a: y, b: y }, z)]);
  expect(nodes[1]!.inputs["a"]).toBe(y);
  expect(outputs["again"]).toBe(y);
  expect(outputs["z"]).toBe(z);
  expect(graph.nodes).toHaveLength(4);
  expect(graph.outputs["again"]).toBe(again);
});

it("removeIdentities sees through copies of inputs and constants, which stay", () => {
  const [x, weight, ofInput, ofConstant, y] = Array.from({ length: 5 }, () => value(2)) as [
    Value,
    Value,
    Value,
    Value,
    Value,
  ];
  const graph: Graph = {
    inputs: { x },
    constants: new Map([[weight, Float32Array.of(1, 2)]]),
    nodes: [
      node("Identity", { x }, ofInput),
      node("Identity", { x: weight }, ofConstant),
      node("Mod", { a: ofInput, b: ofConstant }, y),
    ],
    outputs: { y, same: ofInput },
  };
  const result = removeIdentities(graph);
  expect(result.nodes).toEqual([node("Mod", { a: x, b: weight }, y)]);
  expect(result.outputs["same"]).toBe(x);
  expect(result.inputs).toBe(graph.inputs);
  expect([...result.constants.keys()]).toEqual([weight]);
});

it("removeIdentities leaves out casts to the same type and reshapes to the same shape, and no others", () => {
  const [x, cast, reshaped, flat, y] = [value(2, 3), value(2, 3), value(2, 3), value(6), value(6)];
  const whole = typedValue("int32", [2, 3]);
  const graph = graphOf(
    [
      node("Cast", { x }, cast),
      node("Reshape", { x: cast }, reshaped),
      node("Cast", { x: reshaped }, whole),
      node("Reshape", { x: reshaped }, flat),
      node("Square", { x: flat }, y),
    ],
    { y, whole, reshaped },
    { x },
  );
  const { nodes, outputs } = removeIdentities(graph);
  expect(nodes).toEqual([
    node("Cast", { x }, whole),
    node("Reshape", { x }, flat),
    node("Square", { x: flat }, y),
  ]);
  expect(outputs).toEqual({ y, whole, reshaped: x });
});
