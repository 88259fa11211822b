import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import type { GraphNode } from "../trace/graph.ts";

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
