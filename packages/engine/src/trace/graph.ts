/** Whole numbers of eight bits come from passes alone: TensorFlow.js has none. */
export type GraphDataType = "float32" | "int32" | "bool" | "uint8" | "int8";

/** The values of a constant; a bool is one byte. */
export type ConstantData = Float32Array | Int32Array | Uint8Array | Int8Array;

/** A tensor of the graph: known by identity, produced by one node, an input or a constant. */
export interface Value {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: GraphDataType;
}

/** One kernel call: what TensorFlow.js asked the backend to compute. */
export interface GraphNode {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Value[];
}

/** A traced function: nodes in the order in which they were called, which is an order in which they can be run. */
export interface Graph {
  readonly inputs: Readonly<Record<string, Value>>;
  readonly constants: ReadonlyMap<Value, ConstantData>;
  readonly nodes: readonly GraphNode[];
  readonly outputs: Readonly<Record<string, Value>>;
}
