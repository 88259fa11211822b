import type { CompiledFunction } from "../engine.ts";
import type { Range } from "../passes/quantizeConvolutions.ts";
import type { HostArray } from "../signature.ts";
import type { Graph, GraphNode, Value } from "../trace/graph.ts";

/**
 * Runs a graph on given inputs and tells between which numbers values of it lay.
 *
 * @param compile - Makes a graph ready to run.
 * @throws RangeError if a number is not finite.
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
    for (const given of inputs) {
      const results = await run(given);
      for (const [i, value] of values.entries()) {
        const [least, greatest] = ranges.get(value) ?? [Infinity, -Infinity];
        const now = [results[leastOf(i)]![0]!, results[greatestOf(i)]![0]!] as const;
        if (!now.every(Number.isFinite)) {
          throw new RangeError(
            `compile: int8.calibration must lead to finite numbers, got ${now.join(" to ")}.`,
          );
        }
        ranges.set(value, [Math.min(least, now[0]), Math.max(greatest, now[1])]);
      }
    }
  } finally {
    await run.dispose();
  }
  return ranges;
}

const leastOf = (i: number): string => `least ${i}`;
const greatestOf = (i: number): string => `greatest ${i}`;

/** The graph with the least and the greatest number of each value as its only outputs. */
function withRanges(graph: Graph, values: readonly Value[]): Graph {
  const nodes: GraphNode[] = [...graph.nodes];
  const outputs: Record<string, Value> = {};
  let id = Math.max(...graph.nodes.flatMap((node) => node.outputs.map((value) => value.id)));
  const reduce = (kernel: "Min" | "Max", x: Value): Value => {
    const result: Value = { id: ++id, shape: [], dtype: "float32" };
    nodes.push({ kernel, inputs: { x }, attributes: {}, outputs: [result] });
    return result;
  };
  for (const [i, value] of values.entries()) {
    outputs[leastOf(i)] = reduce("Min", value);
    outputs[greatestOf(i)] = reduce("Max", value);
  }
  return { ...graph, nodes, outputs };
}
