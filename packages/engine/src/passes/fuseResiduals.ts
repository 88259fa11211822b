import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { equalShapes } from "../graph/shape.ts";
import { countUses } from "./countUses.ts";

/**
 * Fuse residual additions into convolutions: `add(x, conv2d(…))` becomes a convolution with the input `sum`, if nothing else reads the
 * convolution's result.
 */
export function fuseResiduals(graph: Graph): Graph {
  const uses = countUses(graph);
  const convolutions = new Map<Value, GraphNode>();
  const fused = new Set<GraphNode>();
  const replaced = new Map<GraphNode, GraphNode>();
  for (const node of graph.nodes) {
    if (node.kernel === "CellgenConv2d") convolutions.set(node.outputs[0]!, node);
    const { a, b } = node.inputs;
    if (node.kernel !== "Add" || !a || !b || a === b || !equalShapes(a.shape, b.shape)) continue;
    const [result, sum] = canAdd(b) ? [b, a] : [a, b];
    const convolution = convolutions.get(result);
    if (!convolution || !canAdd(result)) continue;
    fused.add(convolution);
    // Replace the addition, not the convolution: the other summand may be computed after the convolution.
    replaced.set(node, { ...convolution, inputs: { ...convolution.inputs, sum }, outputs: node.outputs });
  }
  const nodes = graph.nodes.filter((node) => !fused.has(node)).map((node) => replaced.get(node) ?? node);
  return { ...graph, nodes };

  function canAdd(value: Value): boolean {
    const convolution = convolutions.get(value);
    return convolution !== undefined && uses.get(value) === 1;
  }
}
