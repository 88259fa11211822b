import type { CompiledFunction } from "../../api/engine.ts";
import { NaNInputError } from "../../api/NaNInputError.ts";
import type { HostArray } from "../../api/signature.ts";
import { type Graph, type GraphNode, type Value, valuesAfter } from "../../graph/graph.ts";
import type { Range } from "../../passes/quantizeConvolutions.ts";

/**
 * Measure the value ranges of a graph over runs on given inputs.
 *
 * @param compile - Compiles a graph.
 * @throws RangeError if a value is not finite.
 */
export async function observeRanges(
  graph: Graph,
  values: readonly Value[],
  compile: (graph: Graph) => Promise<CompiledFunction>,
  inputs: readonly Readonly<Record<string, HostArray>>[],
): Promise<ReadonlyMap<Value, Range>> {
  const ranges = new Map<Value, Range>();
  if (values.length === 0) return ranges;
  const run = await compile(withRanges(graph, values));
  try {
    for (const [place, given] of inputs.entries()) {
      const results = await run(given).catch((error: unknown) => {
        if (!(error instanceof NaNInputError)) throw error;
        throw notFinite(place, `NaN at index ${error.index} of ${JSON.stringify(error.input)}`, error);
      });
      for (const [i, value] of values.entries()) {
        const [min, max] = ranges.get(value) ?? [Infinity, -Infinity];
        const now = [results[minOf(i)]![0]!, results[maxOf(i)]![0]!] as const;
        const wrong = [...now, results[sumOf(i)]![0]!].find((number) => !Number.isFinite(number));
        if (wrong !== undefined) {
          throw notFinite(place, `${wrong} at a convolution`);
        }
        ranges.set(value, [Math.min(min, now[0]), Math.max(max, now[1])]);
      }
    }
  } finally {
    await run.dispose();
  }
  return ranges;
}

const notFinite = (place: number, got: string, cause?: Error): RangeError =>
  new RangeError(
    `compile: int8.calibration[${place}] must produce finite numbers, got ${got}. Check it and the weights for invalid values.`,
    { cause },
  );

const minOf = (i: number): string => `min ${i}`;
const maxOf = (i: number): string => `max ${i}`;
/** Minimum and maximum ignore NaN; the sum does not. */
const sumOf = (i: number): string => `sum ${i}`;

/** Return the graph with the minimum, maximum and sum of each value as its only outputs. */
function withRanges(graph: Graph, values: readonly Value[]): Graph {
  const nodes: GraphNode[] = [...graph.nodes];
  const outputs: Record<string, Value> = {};
  const newValue = valuesAfter(graph);
  const reduce = (kernel: "Min" | "Max" | "Sum", x: Value): Value => {
    const result = newValue([], "float32");
    nodes.push({ kernel, inputs: { x }, attributes: {}, outputs: [result] });
    return result;
  };
  for (const [i, value] of values.entries()) {
    outputs[minOf(i)] = reduce("Min", value);
    outputs[maxOf(i)] = reduce("Max", value);
    outputs[sumOf(i)] = reduce("Sum", value);
  }
  return { ...graph, nodes, outputs };
}
