import { OnnxBuilder, type TensorName } from "../onnx/OnnxBuilder.ts";
import { sizeOf } from "../signature.ts";
import type { Graph, GraphNode, Value } from "../trace/graph.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { groupNorm } from "./groupNorm.ts";
import type { LoweredCall, LoweringTable, LoweringTarget } from "./Lowering.ts";
import { layers } from "./layers.ts";
import { matrixProducts } from "./matrixProducts.ts";
import { reductions } from "./reductions.ts";
import { shapes } from "./shapes.ts";

const table: LoweringTable = {
  ...elementwise,
  ...shapes,
  ...reductions,
  ...matrixProducts,
  ...convolution,
  ...groupNorm,
  ...layers,
};

/** Writes a traced graph as an ONNX model. Inputs and outputs keep their names. */
export function lowerToOnnx(graph: Graph, { blockSize }: LoweringTarget = {}): Uint8Array {
  const builder = new OnnxBuilder(new Set([...Object.keys(graph.inputs), ...Object.keys(graph.outputs)]));
  const names = new Map<Value, TensorName>();
  for (const [name, value] of Object.entries(graph.inputs)) {
    builder.input(name, value.dtype, value.shape);
    names.set(value, name);
  }
  for (const [value, data] of graph.constants) {
    const key = sizeOf(value.shape) <= 16 ? `given ${value.dtype} [${value.shape}] ${data}` : undefined;
    names.set(value, builder.constant(key, value.dtype, value.shape, data));
  }
  const nameOf = (value: Value): TensorName => names.get(value)!;
  const differentiated = graph.nodes.some((node) => node.kernel.endsWith("Gradient"));
  for (const node of graph.nodes) {
    const outputs = table[node.kernel]!(builder, { ...callOf(node, nameOf), differentiated, blockSize });
    for (const [i, value] of node.outputs.entries()) names.set(value, outputs[i]!);
  }
  for (const [name, value] of Object.entries(graph.outputs)) {
    builder.output(name, nameOf(value), value.dtype, value.shape);
  }
  return builder.encode();
}

function callOf(
  node: GraphNode,
  nameOf: (value: Value) => TensorName,
): Omit<LoweredCall, "differentiated" | "blockSize"> {
  return {
    node,
    attributes: node.attributes,
    tensor: (name: string) => nameOf(node.inputs[name]!),
    shape: (name: string) => node.inputs[name]!.shape,
    tensors: Object.values(node.inputs).map(nameOf),
    outputShape: node.outputs[0]!.shape,
  };
}
