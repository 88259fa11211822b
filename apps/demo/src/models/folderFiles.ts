import type { ModelFiles } from "@cellgen/pipelines";
import type { FolderFile } from "../protocol.ts";

const index = "model_index.json";

/**
 * Read a model from a folder opened in the page: the folder itself, or the only model folder below it.
 *
 * @throws RangeError if the folder is not a model but contains several.
 */
export function folderFiles(name: string, files: readonly FolderFile[]): ModelFiles {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  const root = modelRoot(name, [...byPath.keys()]);
  const nameOf = (path: string): string => [name, root + path].join("/").replace(/\/$/, "");
  return {
    nameOf,
    has: (path) => byPath.has(root + path),
    async read(path) {
      const file = byPath.get(root + path);
      try {
        return file && new Uint8Array(await file.arrayBuffer());
      } catch (cause) {
        throw new Error(`${nameOf(path)} can no longer be read. Open the folder again.`, { cause });
      }
    },
  };
}

/** Path of the model relative to the folder: "", or a path with a trailing slash. */
function modelRoot(name: string, paths: readonly string[]): string {
  const roots = paths
    .filter((path) => path === index || path.endsWith(`/${index}`))
    .map((path) => path.slice(0, -index.length));
  if (roots.length === 0 || roots.includes("")) return "";
  if (roots.length === 1) return roots[0]!;
  const some = roots.slice(0, 3).map((root) => root.slice(0, -1));
  throw new RangeError(
    `${name} must contain one model, got ${roots.length}: ${some.join(", ")}${roots.length > 3 ? "…" : ""}. Open one of these folders.`,
  );
}
