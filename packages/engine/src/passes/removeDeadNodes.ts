import type { Graph } from "../graph/graph.ts";
import { liveNodes } from "../graph/liveNodes.ts";

/** Removes what no output needs, such as gradients with respect to inputs that nothing asks for. */
export function removeDeadNodes(graph: Graph): Graph {
  const { nodes, values } = liveNodes(graph.nodes, Object.values(graph.outputs), ({ inputs, outputs }) => ({
    inputs: Object.values(inputs),
    outputs,
  }));
  const constants = new Map([...graph.constants].filter(([value]) => values.has(value)));
  return { ...graph, nodes, constants };
}
