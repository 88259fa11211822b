import type { Graph, GraphNode, Value } from "../graph/graph.ts";

/** Leaves out what no output needs, such as gradients with respect to inputs that nobody asked for. */
export function removeDeadNodes(graph: Graph): Graph {
  const needed = new Set<Value>(Object.values(graph.outputs));
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((value) => needed.has(value))) continue;
    for (const value of Object.values(node.inputs)) needed.add(value);
    nodes.push(node);
  }
  const constants = new Map([...graph.constants].filter(([value]) => needed.has(value)));
  return { ...graph, nodes: nodes.reverse(), constants };
}
