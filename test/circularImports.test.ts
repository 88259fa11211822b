import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = ["packages", "apps"].flatMap((kind) =>
  readdirSync(join(root, kind)).map((name) => `${kind}/${name}/src`),
);

/** The files that each file imports or exports from, types included. */
function importsOf(folder: string): Map<string, string[]> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.map((file) => {
      const text = readFileSync(file, "utf8");
      const targets = [
        ...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s+"(\.[^"]+)"/gm),
        ...text.matchAll(/^import\s+"(\.[^"]+)"/gm),
        ...text.matchAll(/\bimport\("(\.[^"]+)"\)/g),
      ].map((match) => join(file, "..", match[1]!));
      return [file, targets.filter((target) => files.includes(target))];
    }),
  );
}

/**
 * The circles of a graph: its strongly connected components of more than one node, and the nodes with an edge to themselves.
 *
 * @see Tarjan 1972, Depth-first search and linear graph algorithms.
 */
function circlesOf<Node>(edges: ReadonlyMap<Node, readonly Node[]>): Node[][] {
  const circles: Node[][] = [];
  const indices = new Map<Node, number>();
  const lowest = new Map<Node, number>();
  const stack: Node[] = [];

  function visit(node: Node): void {
    const index = indices.size;
    indices.set(node, index);
    lowest.set(node, index);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!indices.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== index) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1 || edges.get(node)?.includes(node)) circles.push(component);
  }

  for (const node of edges.keys()) if (!indices.has(node)) visit(node);
  return circles;
}

describe("no file imports itself by way of others, types included", () => {
  it.each(folders)("%s", (folder) => {
    const circles = circlesOf(importsOf(join(root, folder)));
    const named = circles.map((files) => files.map((file) => relative(join(root, folder), file)).sort());
    expect(named).toEqual([]);
  });
});

describe("circlesOf", () => {
  const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

  it("finds a circle of three, one of one, and two that share no node", () => {
    const found = circlesOf(graph({ a: ["b"], b: ["c", "d"], c: ["a"], d: ["d"], e: ["f"], f: ["e", "a"] }));
    expect(found.map((circle) => circle.sort())).toEqual([["d"], ["a", "b", "c"], ["e", "f"]]);
  });

  it("finds none where two ways lead to one node", () => {
    expect(circlesOf(graph({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] }))).toEqual([]);
  });
});
