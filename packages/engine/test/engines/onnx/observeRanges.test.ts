import { expect, it } from "vitest";
import type { HostArray } from "../../../src/api/signature.ts";
import { observeRanges } from "../../../src/engines/onnx/observeRanges.ts";
import type { Graph, GraphNode } from "../../../src/graph/graph.ts";
import type { CompiledFunction } from "../../../src/index.ts";
import { graphOf, node, value } from "../../graphs.ts";

const [x, y, z] = [value(2, 3), value(2, 3), value(2, 3)];
const graph = graphOf([node("Square", { x }, y), node("Neg", { x: y }, z)], { z }, { x });

/** Computes the least, the greatest and the sum of x, of x² and of −x², by the names of a graph's outputs. */
function engine() {
  const compiled: Graph[] = [];
  let disposals = 0;
  const compile = async (given: Graph): Promise<CompiledFunction> => {
    compiled.push(given);
    const run = async (inputs: Readonly<Record<string, HostArray>>) => {
      const square = inputs["x"]!.map((number) => number ** 2);
      const of = new Map([
        [x, inputs["x"]!],
        [y, square],
        [z, square.map((number) => -number)],
      ]);
      const results = Object.entries(given.outputs).map(([name, output]) => {
        const { kernel, inputs: read } = given.nodes.find(({ outputs }) => outputs[0] === output)!;
        const numbers = [...of.get(read["x"]!)!].filter(
          (number) => kernel === "Sum" || !Number.isNaN(number),
        );
        const reduced = {
          Min: Math.min(...numbers),
          Max: Math.max(...numbers),
          Sum: numbers.reduce((a, b) => a + b, 0),
        }[kernel as "Min" | "Max" | "Sum"];
        return [name, Float32Array.of(reduced)] as const;
      });
      return Object.fromEntries(results);
    };
    const dispose = async () => {
      disposals++;
    };
    return Object.assign(run, { outputs: {}, dispose });
  };
  return { compile, compiled, disposals: () => disposals };
}

const inputs = [{ x: Float32Array.of(1, -2, 0.5, 0.5, 1, 1) }, { x: Float32Array.of(3, 1, 1, 1, 1, 1) }];

it("observeRanges tells the least and the greatest number of each value over all inputs", async () => {
  const { compile, disposals } = engine();
  const ranges = await observeRanges(graph, [x, z], compile, inputs);
  expect(ranges).toEqual(
    new Map([
      [x, [-2, 3]],
      [z, [-9, -0.25]],
    ]),
  );
  expect(disposals()).toBe(1);
});

it("observeRanges adds reductions to the graph, under new ids, and leaves it otherwise", async () => {
  const { compile, compiled } = engine();
  await observeRanges(graph, [y], compile, inputs);
  const [observed] = compiled;
  expect(compiled).toHaveLength(1);
  expect(observed!.inputs).toBe(graph.inputs);
  expect(observed!.nodes.slice(0, 2)).toEqual(graph.nodes);
  const added = observed!.nodes.slice(2);
  expect(added.map(({ kernel, inputs: { x: read } }) => [kernel, read])).toEqual([
    ["Min", y],
    ["Max", y],
    ["Sum", y],
  ]);
  const results = added.map(({ outputs: [output] }: GraphNode) => output!);
  expect(Object.values(observed!.outputs)).toEqual(results);
  expect(results.every(({ shape, dtype }) => shape.length === 0 && dtype === "float32")).toBe(true);
  expect(new Set([x, y, z, ...results].map(({ id }) => id)).size).toBe(6);
});

it("observeRanges compiles nothing where nothing is asked for", async () => {
  const { compile, compiled } = engine();
  expect(await observeRanges(graph, [], compile, inputs)).toEqual(new Map());
  expect(compiled).toEqual([]);
});

it.each([Number.NaN, Infinity, -Infinity])(
  "observeRanges refuses %d, and frees what it ran",
  async (number) => {
    const { compile, disposals } = engine();
    const wrong = { x: Float32Array.of(1, number, 1, 1, 1, 1) };
    await expect(observeRanges(graph, [x], compile, [...inputs, wrong])).rejects.toThrow(
      new RangeError(
        `compile: int8.calibration[2] must produce finite numbers, got ${number} at a convolution. Check it and the weights for invalid values.`,
      ),
    );
    expect(disposals()).toBe(1);
  },
);
