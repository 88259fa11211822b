import type { GraphNode } from "../graph/graph.ts";
import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";

/** Kernel call to convert to ONNX nodes. */
export interface LoweredCall {
  readonly node: GraphNode;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Return the ONNX tensor of an input. */
  tensor(name: string): TensorName;
  shape(name: string): readonly number[];
  /** All inputs in order, for kernels that accept a list. */
  readonly tensors: readonly TensorName[];
  /** Shape of the first output. */
  readonly outputShape: readonly number[];
  /** Whether the graph contains gradients, so that a forward pass should keep the intermediate values that they need. */
  readonly differentiated: boolean;
}

/** Converts a kernel call to ONNX nodes and returns the names of its outputs. */
export type Lowering = (graph: OnnxBuilder, call: LoweredCall) => readonly TensorName[];

export type LoweringTable = Readonly<Record<string, Lowering>>;

/**
 * Reject an input that a pass added for the blocked lowering, and that a plain lowering would ignore.
 *
 * @throws Error if the call has this input.
 */
export function refuseInput({ node }: LoweredCall, name: string): void {
  if (!node.inputs[name]) return;
  throw new Error(
    `compile: ${node.kernel} with the input "${name}" needs the blocked channel layout, which cannot be used here. Create the engine with blocks: false.`,
  );
}
