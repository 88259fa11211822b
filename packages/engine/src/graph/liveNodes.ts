/** Nodes on which outputs depend, and all values that these nodes and the outputs read. */
export interface LiveNodes<Node, Value> {
  readonly nodes: readonly Node[];
  readonly values: ReadonlySet<Value>;
}

/**
 * Find the nodes on which outputs depend, in order.
 *
 * @param nodes - Nodes in a valid execution order.
 * @param valuesOf - Returns the values that a node reads and writes.
 */
export function liveNodes<Node, Value>(
  nodes: readonly Node[],
  outputs: Iterable<Value>,
  valuesOf: (node: Node) => { readonly inputs: Iterable<Value>; readonly outputs: readonly Value[] },
): LiveNodes<Node, Value> {
  const values = new Set(outputs);
  const live: Node[] = [];
  for (const node of nodes.toReversed()) {
    const { inputs, outputs } = valuesOf(node);
    if (!outputs.some((value) => values.has(value))) continue;
    for (const value of inputs) values.add(value);
    live.push(node);
  }
  return { nodes: live.reverse(), values };
}
