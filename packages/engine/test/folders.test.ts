import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../src", import.meta.url));

/** The other folders that a folder may import, in an order without circles. The files of src itself may import all. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  graph: [],
  api: ["graph"],
  operations: ["graph"],
  trace: ["graph", "api", "operations"],
  passes: ["graph", "api", "trace"],
  onnx: ["graph"],
  lowering: ["graph", "operations", "passes", "onnx"],
  engines: ["graph", "api"],
  "engines/eager": ["graph", "api", "operations", "trace", "engines"],
  "engines/onnx": ["graph", "api", "trace", "passes", "onnx", "lowering", "engines", "engines/eager"],
  "engines/node": [
    "graph",
    "api",
    "operations",
    "passes",
    "lowering",
    "engines",
    "engines/eager",
    "engines/onnx",
  ],
  "engines/web": ["graph", "api", "lowering", "engines", "engines/eager", "engines/onnx"],
};

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => relative(source, join(entry.parentPath, entry.name)));

/** The files of this package that each file imports, types included. */
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(join(source, file), "utf8");
    const found = [...text.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)];
    return [file, found.map(([, target]) => join(dirname(file), target!))] as const;
  }),
);

/** The innermost of the folders above that a file lies in; "" for src itself. */
function folderOf(file: string): string {
  const folders = Object.keys(allowed).filter((folder) => file.startsWith(`${folder}/`));
  return folders.sort((a, b) => b.length - a.length)[0] ?? "";
}

/** A circle of imports that begins and ends with a file, or undefined. */
function circleFrom(file: string, path: readonly string[], done: Set<string>): readonly string[] | undefined {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return undefined;
  for (const target of imports.get(file) ?? []) {
    const circle = circleFrom(target, [...path, file], done);
    if (circle) return circle;
  }
  done.add(file);
  return undefined;
}

describe("the folders of src", () => {
  it("are all listed, and every import leads to a file", () => {
    for (const file of files) if (file.includes("/")) expect(folderOf(file), file).not.toBe("");
    for (const target of [...imports.values()].flat()) expect(files).toContain(target);
    expect([...imports.values()].flat().length).toBeGreaterThan(200);
  });

  it.each(["", ...Object.keys(allowed)])("%j imports only folders before it", (folder) => {
    const may = folder === "" ? Object.keys(allowed) : [folder, ...allowed[folder]!];
    for (const [file, targets] of imports) {
      if (folderOf(file) !== folder) continue;
      const wrong = targets.filter((target) =>
        target.includes("/") ? !may.includes(folderOf(target)) : folder !== "",
      );
      expect(wrong, file).toEqual([]);
    }
  });

  it("are listed in an order without circles", () => {
    const names = Object.keys(allowed);
    for (const [index, name] of names.entries())
      for (const other of allowed[name]!)
        expect(names.indexOf(other), `${name} → ${other}`).toBeLessThan(index);
  });

  it("have no files that import each other in a circle", () => {
    const done = new Set<string>();
    for (const file of files) expect(circleFrom(file, [], done)).toBeUndefined();
  });
});
