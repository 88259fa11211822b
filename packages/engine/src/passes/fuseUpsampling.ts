import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { countUses } from "./countUses.ts";

/**
 * Fuse nearest-neighbor upsampling by 2 and a following 3x3 convolution into one kernel: forward `conv2d(upsample2x(x))`, backward the
 * gradients with respect to x and to the filter. The lowering of this kernel saves five ninths of the products.
 */
export function fuseUpsampling(graph: Graph): Graph {
  const uses = countUses(graph);
  const small = new Map<Value, Value>();
  const gradients = new Map<Value, GraphNode>();
  for (const node of graph.nodes) {
    if (node.kernel === "CellgenUpsample2x") small.set(node.outputs[0]!, node.inputs["x"]!);
    if (node.kernel === "CellgenConv2dInputGradient" && isSame3x3(node, node.inputs["filter"]!.shape))
      gradients.set(node.outputs[0]!, node);
  }
  const nodes: GraphNode[] = [];
  const fused = new Set<GraphNode>();
  for (const node of graph.nodes) {
    const x = node.inputs["x"] && small.get(node.inputs["x"]);
    if (x && node.kernel === "CellgenConv2d" && isSame3x3(node, node.inputs["filter"]!.shape)) {
      nodes.push({ ...node, kernel: "CellgenUpsampleConv2d", inputs: { ...node.inputs, x } });
      continue;
    }
    if (x && node.kernel === "CellgenConv2dFilterGradient" && isSame3x3(node, node.outputs[0]!.shape)) {
      nodes.push({ ...node, kernel: "CellgenUpsampleConv2dFilterGradient", inputs: { ...node.inputs, x } });
      continue;
    }
    const gradient = node.kernel === "CellgenUpsample2xGradient" && gradients.get(node.inputs["dy"]!);
    if (gradient && uses.get(gradient.outputs[0]!) === 1) {
      fused.add(gradient);
      nodes.push({ ...gradient, kernel: "CellgenUpsampleConv2dInputGradient", outputs: node.outputs });
      continue;
    }
    nodes.push(node);
  }
  return { ...graph, nodes: nodes.filter((node) => !fused.has(node)) };
}

function isSame3x3({ attributes }: GraphNode, [height, width]: readonly number[]): boolean {
  const { strides, pads } = attributes as { strides: number; pads: readonly number[] };
  return height === 3 && width === 3 && strides === 1 && pads.every((pad) => pad === 1);
}
