import type { Graph } from "../graph/graph.ts";

/** Convert every group norm to the form with the fewest passes. Only for graphs without gradients, which read its intermediate values. */
export function normsOfSums(graph: Graph): Graph {
  const nodes = graph.nodes.map((node) =>
    node.kernel === "CellgenGroupNorm"
      ? { ...node, kernel: "CellgenGroupNormOfSums", outputs: node.outputs.slice(0, 1) }
      : node,
  );
  return { ...graph, nodes };
}
