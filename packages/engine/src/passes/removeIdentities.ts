import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { equalShapes } from "../graph/shape.ts";

/**
 * Remove identities: tfjs copies each tensor that a gradient needs, which would hide it from pattern-matching passes. Its gradients of sums
 * and products also contain reshapes to the same shape and casts to the same type.
 */
export function removeIdentities(graph: Graph): Graph {
  const originals = new Map<Value, Value>();
  const original = (value: Value): Value => originals.get(value) ?? value;
  const mapped = (values: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, original(value)]));
  const nodes = graph.nodes.flatMap((node) => {
    const inputs = mapped(node.inputs);
    if (!isCopy(node)) return [{ ...node, inputs }];
    originals.set(node.outputs[0]!, inputs["x"]!);
    return [];
  });
  return { ...graph, nodes, outputs: mapped(graph.outputs) };
}

function isCopy({ kernel, inputs, outputs: [output] }: GraphNode): boolean {
  const { x } = inputs;
  if (kernel === "Cast") return x!.dtype === output!.dtype;
  return kernel === "Identity" || (kernel === "Reshape" && equalShapes(x!.shape, output!.shape));
}
