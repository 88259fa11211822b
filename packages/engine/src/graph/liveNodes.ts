/** Nodes that outputs depend on, and everything that these nodes and outputs read. */
export interface LiveNodes<Node, Value> {
  readonly nodes: readonly Node[];
  readonly values: ReadonlySet<Value>;
}

/**
 * Finds the nodes that outputs depend on, in their order.
 *
 * @param nodes - In an order in which they can be run.
 * @param valuesOf - What a node reads and writes.
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
