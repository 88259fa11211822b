import type { GraphNode } from "../graph/graph.ts";
import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";

/** A kernel call to be written as ONNX nodes. */
export interface LoweredCall {
  readonly node: GraphNode;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The ONNX tensor of an input. */
  tensor(name: string): TensorName;
  shape(name: string): readonly number[];
  /** All inputs in order, for kernels that take a list. */
  readonly tensors: readonly TensorName[];
  /** The first output's shape. */
  readonly outputShape: readonly number[];
  /** Whether the graph holds gradients: then a forward pass had better keep what they need. */
  readonly differentiated: boolean;
}

/** Writes a kernel call as ONNX nodes and names its outputs. */
export type Lowering = (graph: OnnxBuilder, call: LoweredCall) => readonly TensorName[];

export type LoweringTable = Readonly<Record<string, Lowering>>;

/**
 * Refuses an input that a pass added for the lowering to blocks, which a plain one would leave out.
 *
 * @throws Error if the call has it.
 */
export function refuseInput({ node }: LoweredCall, name: string): void {
  if (!node.inputs[name]) return;
  throw new Error(
    `compile: the engine must put ${node.kernel} with the input "${name}" into blocks of channels, which it cannot here. Create it with blocks: false.`,
  );
}
