import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { equalShapes } from "../graph/shape.ts";

/**
 * Replace products with ones by identities or broadcasts. tfjs's gradients of sums and means multiply by a tensor of ones of the full
 * shape.
 */
export function removeOnes(graph: Graph): Graph {
  const ones = new Set<Value>();
  for (const [value, data] of graph.constants) if (data.every((element) => element === 1)) ones.add(value);
  const nodes = graph.nodes.map((node): GraphNode => {
    const isFill = node.kernel === "OnesLike" || (node.kernel === "Fill" && node.attributes["value"] === 1);
    if (isFill && node.outputs[0]) ones.add(node.outputs[0]);
    const { a, b } = node.inputs;
    if (node.kernel !== "Multiply" || !a || !b || (!ones.has(a) && !ones.has(b))) return node;
    const x = ones.has(b) ? a : b;
    const shape = node.outputs[0]!.shape;
    return equalShapes(x.shape, shape)
      ? { ...node, kernel: "Identity", inputs: { x }, attributes: {} }
      : { ...node, kernel: "BroadcastTo", inputs: { x }, attributes: { shape } };
  });
  return { ...graph, nodes };
}
