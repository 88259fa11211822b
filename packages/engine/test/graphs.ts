/** Graphs for tests of passes, with less to write. */
import type { Graph, GraphDataType, GraphNode, Value } from "../src/graph/graph.ts";

let count = 0;

/** A value of float32 and a new id. */
export const value = (...shape: number[]): Value => typedValue("float32", shape);

export const typedValue = (dtype: GraphDataType, shape: readonly number[]): Value => ({
  id: count++,
  shape,
  dtype,
});

/** A node without attributes. */
export const node = (
  kernel: string,
  inputs: Readonly<Record<string, Value>>,
  ...outputs: Value[]
): GraphNode => ({ kernel, inputs, attributes: {}, outputs });

/** A graph without constants. */
export const graphOf = (
  nodes: readonly GraphNode[],
  outputs: Readonly<Record<string, Value>>,
  inputs: Readonly<Record<string, Value>> = {},
): Graph => ({ inputs, constants: new Map(), nodes, outputs });

/** Outputs under the names y0, y1, … */
export const numbered = (outputs: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(outputs.map((output, i) => [`y${i}`, output]));
