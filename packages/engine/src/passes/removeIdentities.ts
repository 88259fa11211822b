import type { Graph, Value } from "../trace/graph.ts";

/** Leaves out copies: tfjs makes one of each tensor that a gradient will need, and passes that look for a tensor would not see it. */
export function removeIdentities(graph: Graph): Graph {
  const originals = new Map<Value, Value>();
  const original = (value: Value): Value => originals.get(value) ?? value;
  const mapped = (values: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, original(value)]));
  const nodes = graph.nodes.flatMap((node) => {
    const inputs = mapped(node.inputs);
    if (node.kernel !== "Identity") return [{ ...node, inputs }];
    originals.set(node.outputs[0]!, inputs["x"]!);
    return [];
  });
  return { ...graph, nodes, outputs: mapped(graph.outputs) };
}
