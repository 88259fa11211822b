import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { equalShapes } from "../graph/shape.ts";

/**
 * Fuse the addition of a number to each channel of each sample, such as a timestep embedding, into group norm: `groupNorm(add(x, shift))` with
 * a shift of [batch, 1, 1, channels] becomes a group norm of x with the input `shift`, if only the norm and its gradient read the sum.
 */
export function fuseChannelShifts(graph: Graph): Graph {
  const shifts = new Map<Value, { readonly x: Value; readonly shift: Value }>();
  for (const node of graph.nodes) {
    const { a, b } = node.inputs;
    const sum = node.outputs[0];
    if (node.kernel !== "Add" || !a || !b || !sum || sum.shape.length !== 4) continue;
    for (const [x, shift] of [
      [a, b],
      [b, a],
    ] as const)
      if (isShiftOf(shift, x)) shifts.set(sum, { x, shift });
  }
  for (const node of graph.nodes)
    for (const [name, value] of Object.entries(node.inputs))
      if (name !== "x" || !isNorm(node)) shifts.delete(value);
  for (const value of Object.values(graph.outputs)) shifts.delete(value);

  const nodes = graph.nodes
    .filter((node) => !node.outputs.some((value) => shifts.has(value)))
    .map((node) => {
      const fused = isNorm(node) ? shifts.get(node.inputs["x"]!) : undefined;
      return fused ? { ...node, inputs: { ...node.inputs, ...fused } } : node;
    });
  return { ...graph, nodes };
}

function isNorm({ kernel, inputs }: GraphNode): boolean {
  return (kernel === "CellgenGroupNorm" || kernel === "CellgenGroupNormGradient") && !inputs["shift"];
}

function isShiftOf(shift: Value, x: Value): boolean {
  return x.shape.length === 4 && equalShapes(shift.shape, [x.shape[0]!, 1, 1, x.shape[3]!]);
}
