import { expect, it } from "vitest";
import { type Value, valuesAfter } from "../../src/graph/graph.ts";
import { graphOf, node } from "../graphs.ts";

const numbered = (id: number): Value => ({ id, shape: [], dtype: "float32" });

it("valuesAfter makes values with ids that the graph does not have, wherever its greatest is", () => {
  const [low, middle, high] = [numbered(2), numbered(5), numbered(9)];
  const of = (x: Value, c: Value, y: Value) => ({
    ...graphOf([node("Add", { a: x, b: c }, y)], { y }, { x }),
    constants: new Map([[c, new Float32Array(1)]]),
  });
  for (const graph of [of(low, middle, high), of(low, high, middle), of(high, low, middle)]) {
    const newValue = valuesAfter(graph);
    expect([newValue([2, 3], "uint8"), newValue([], "int32")]).toEqual([
      { id: 10, shape: [2, 3], dtype: "uint8" },
      { id: 11, shape: [], dtype: "int32" },
    ]);
  }
});

it("valuesAfter begins at 0 for a graph of nothing", () => {
  expect(valuesAfter(graphOf([], {}))([1], "bool")).toEqual({ id: 0, shape: [1], dtype: "bool" });
});
