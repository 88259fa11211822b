import type { Graph, Value } from "../graph/graph.ts";

/** Count the nodes and outputs that read each value. */
export function countUses(graph: Graph): ReadonlyMap<Value, number> {
  const uses = new Map<Value, number>();
  const read = (value: Value) => uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const node of graph.nodes) for (const value of Object.values(node.inputs)) read(value);
  for (const value of Object.values(graph.outputs)) read(value);
  return uses;
}
