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

/** Makes values whose ids are greater than those of a graph's own. */
export function valuesAfter({
  inputs,
  constants,
  nodes,
}: Graph): (shape: readonly number[], dtype: GraphDataType) => Value {
  let id = -1;
  const see = (value: Value) => {
    id = Math.max(id, value.id);
  };
  Object.values(inputs).forEach(see);
  for (const value of constants.keys()) see(value);
  for (const node of nodes) node.outputs.forEach(see);
  return (shape, dtype) => ({ id: ++id, shape, dtype });
}
