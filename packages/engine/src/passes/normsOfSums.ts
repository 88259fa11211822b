import type { Graph } from "../graph/graph.ts";

/** Takes every group norm in the form that needs the fewest passes. For graphs without gradients, which read more of it than its result. */
export function normsOfSums(graph: Graph): Graph {
  const nodes = graph.nodes.map((node) =>
    node.kernel === "CellgenGroupNorm"
      ? { ...node, kernel: "CellgenGroupNormOfSums", outputs: node.outputs.slice(0, 1) }
      : node,
  );
  return { ...graph, nodes };
}
