/** Data types of a graph. TensorFlow.js has no int8 and uint8; only passes create them. */
export type GraphDataType = "float32" | "int32" | "bool" | "uint8" | "int8";

/** Values of a constant; a bool is one byte. */
export type ConstantData = Float32Array | Int32Array | Uint8Array | Int8Array;

/** Tensor of the graph, identified by reference: produced by one node, an input or a constant. */
export interface Value {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: GraphDataType;
}

/** Kernel call that TensorFlow.js requested from the backend. */
export interface GraphNode {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Value[];
}

/** Traced function: nodes in call order, which is a valid execution order. */
export interface Graph {
  readonly inputs: Readonly<Record<string, Value>>;
  readonly constants: ReadonlyMap<Value, ConstantData>;
  readonly nodes: readonly GraphNode[];
  readonly outputs: Readonly<Record<string, Value>>;
}

/** Create values with ids greater than those of a graph. */
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
