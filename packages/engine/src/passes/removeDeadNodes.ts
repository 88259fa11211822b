import type { Graph } from "../graph/graph.ts";
import { liveNodes } from "../graph/liveNodes.ts";

/** Remove nodes on which no output depends, such as unused gradients. */
export function removeDeadNodes(graph: Graph): Graph {
  const { nodes, values } = liveNodes(graph.nodes, Object.values(graph.outputs), ({ inputs, outputs }) => ({
    inputs: Object.values(inputs),
    outputs,
  }));
  const constants = new Map([...graph.constants].filter(([value]) => values.has(value)));
  return { ...graph, nodes, constants };
}
