/** Part of a split: images to train on, or images that training does not use. */
export type SplitPart = "training" | "heldOut";

/** Split that a folder holds. */
export interface FolderSplit {
  /** "subfolder": the first-level subfolders are the parts, and classes lie below them; "label": files or an index state the part of each image. */
  readonly by: "subfolder" | "label";
  /** Names of the subfolders or labels of each part, sorted. */
  readonly training: readonly string[];
  readonly heldOut: readonly string[];
  /** Number of image files of each part, unreadable ones included. */
  readonly images: Readonly<Record<SplitPart, number>>;
}

const PARTS: ReadonlyMap<string, SplitPart> = new Map([
  ["train", "training"],
  ["training", "training"],
  ["test", "heldOut"],
  ["testing", "heldOut"],
  ["val", "heldOut"],
  ["valid", "heldOut"],
  ["validation", "heldOut"],
  ["held-out", "heldOut"],
  ["held_out", "heldOut"],
  ["heldout", "heldOut"],
]);

/** Return the part that a subfolder's name stands for, in any case; undefined for other names. */
export function splitPartOf(folder: string): SplitPart | undefined {
  return PARTS.get(folder.toLowerCase());
}

/**
 * Recognize a folder that holds a split: every image lies in a first-level subfolder named train, training, test, testing, val, valid,
 * validation or held-out.
 *
 * @param names - Paths of the image files relative to the folder, with "/" as separator.
 * @returns Undefined if the folder holds no split.
 */
export function splitFolders(names: readonly string[]): FolderSplit | undefined {
  if (names.length === 0) return undefined;
  const folders: Record<SplitPart, Set<string>> = { training: new Set(), heldOut: new Set() };
  const images: Record<SplitPart, number> = { training: 0, heldOut: 0 };
  for (const name of names) {
    const first = firstFolder(name);
    const part = splitPartOf(first);
    if (part === undefined) return undefined;
    folders[part].add(first);
    images[part]++;
  }
  return {
    by: "subfolder",
    training: [...folders.training].sort(),
    heldOut: [...folders.heldOut].sort(),
    images,
  };
}

/** Return the first folder of a relative path; "" for a file at the root. */
export function firstFolder(name: string): string {
  return name.includes("/") ? name.slice(0, name.indexOf("/")) : "";
}
