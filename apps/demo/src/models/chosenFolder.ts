import type { ModelSource } from "../protocol.ts";

type FolderSource = Extract<ModelSource, { kind: "folder" }>;

/** Return the folder chosen with `<input webkitdirectory>`, or undefined if no folder was chosen or it is empty. */
export function chosenFolder(files: FileList): FolderSource | undefined {
  const first = files[0];
  if (!first) return undefined;
  const [name = ""] = first.webkitRelativePath.split("/");
  return {
    kind: "folder",
    name,
    files: Array.from(files, (file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })),
  };
}
