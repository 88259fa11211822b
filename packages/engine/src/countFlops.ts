import type { TensorFunction } from "./api/engine.ts";
import type { Signature } from "./api/signature.ts";
import type { GraphNode } from "./graph/graph.ts";
import { sizeOf } from "./graph/shape.ts";
import { traceOptimized } from "./passes/traceOptimized.ts";

/**
 * Count the floating-point operations of one call: a multiplication and an addition for each term of its convolutions and matrix products,
 * which dominate the cost of a network, including gradients. This is a nominal count; an engine may need fewer.
 */
export function countFlops(fn: TensorFunction, signature: Signature): number {
  return traceOptimized(fn, signature).nodes.reduce((sum, node) => sum + 2 * multiplications(node), 0);
}

function multiplications(node: GraphNode): number {
  const shape = (name: string): readonly number[] => node.inputs[name]?.shape ?? [];
  const output = node.outputs[0]!.shape;
  switch (node.kernel) {
    case "BatchMatMul":
      return sizeOf(output) * shape("a").at(node.attributes["transposeA"] === true ? -2 : -1)!;
    case "Conv2D":
    case "CellgenConv2d":
      return sizeOf(output.slice(0, 3)) * sizeOf(shape("filter"));
    case "Conv2DBackpropInput":
    case "CellgenConv2dInputGradient":
      return sizeOf(shape("dy").slice(0, 3)) * sizeOf(shape("filter"));
    case "Conv2DBackpropFilter":
    case "CellgenConv2dFilterGradient":
      return sizeOf(shape("dy").slice(0, 3)) * sizeOf(output);
    case "CellgenAttention":
      return 2 * sizeOf(shape("query")) * shape("key")[1]!;
    case "CellgenAttentionGradient":
      return 4 * sizeOf(shape("query")) * shape("key")[1]!;
    default:
      return 0;
  }
}
