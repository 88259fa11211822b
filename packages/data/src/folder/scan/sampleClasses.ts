import { canonicalName } from "../../images/indexOfName.ts";
import type { ListedSample } from "../../samples/selection/listSamples.ts";
import {
  type FolderSplit,
  firstFolder,
  type SplitPart,
  splitFolders,
  splitPartOf,
} from "../split/splitFolders.ts";

/** Parts of a set: by the folders of its files, or by the splits that files or an index state. */
export interface SampleParts {
  /** Undefined if the set holds no split. */
  readonly split: FolderSplit | undefined;
  /** Whether the parts are the first-level subfolders, so that classes are those below. */
  readonly areFolders: boolean;
  partOf(sample: Pick<ListedSample, "name" | "split">): SplitPart | undefined;
}

/**
 * Return the parts of a set.
 *
 * @param names - Names of all files, unreadable ones included.
 */
export function sampleParts(samples: readonly ListedSample[], names: readonly string[]): SampleParts {
  const folders = splitFolders(names);
  if (folders)
    return { split: folders, areFolders: true, partOf: ({ name }) => splitPartOf(firstFolder(name)) };
  const stated = samples.map(({ split }) => split);
  // "set" may name something else than a split.
  if (stated.length === 0 || !stated.every((split) => split !== undefined && splitPartOf(split)))
    return { split: undefined, areFolders: false, partOf: () => undefined };
  const ofPart = (part: SplitPart): string[] =>
    stated.filter((split) => splitPartOf(split!) === part) as string[];
  const [training, heldOut] = [ofPart("training"), ofPart("heldOut")];
  return {
    split: {
      by: "label",
      training: [...new Set(training)].sort(),
      heldOut: [...new Set(heldOut)].sort(),
      images: { training: training.length, heldOut: heldOut.length },
    },
    areFolders: false,
    partOf: ({ split }) => splitPartOf(split!),
  };
}

/** Classes of a set. */
export interface SampleClasses {
  /** Sorted; [] if there are fewer than two. */
  readonly classes: readonly string[];
  /** Return the index of a sample's class; 0 without classes. */
  labelOf(sample: Pick<ListedSample, "file" | "className">): number;
}

/**
 * Return the classes of a set: its first-level subfolders, or those below the parts of a split; else the labels in its files or index.
 *
 * @param inFolders - Whether the folders of a split contain the classes.
 * @param preferLabels - Use labels also if there are subfolders, because they were asked for.
 */
export function sampleClasses(
  samples: readonly Pick<ListedSample, "file" | "className">[],
  inFolders: boolean,
  preferLabels: boolean,
): SampleClasses {
  const known = new Map<string, string>();
  const canonical = (folder: string): string => {
    const name = known.get(folder) ?? canonicalName(folder);
    known.set(folder, name);
    return name;
  };
  const folderOf = ({ file }: Pick<ListedSample, "file">): string =>
    canonical(firstFolder(inFolders ? file.slice(file.indexOf("/") + 1) : file));
  const stated = ({ className }: Pick<ListedSample, "className">): string => canonicalName(className ?? "");
  const byFolder = distinct(samples.map(folderOf));
  const byLabel = distinct(samples.map(stated));
  const useLabels = byLabel.length > 0 && (preferLabels || byFolder.length === 0);
  const classes = useLabels ? byLabel : byFolder;
  const labels = new Map(classes.map((name, label) => [name, label]));
  return { classes, labelOf: (sample) => labels.get(useLabels ? stated(sample) : folderOf(sample)) ?? 0 };
}

/** Return the sorted distinct names; [] if there are fewer than two, or a sample has none (""). Numbers are sorted by value. */
function distinct(names: readonly string[]): string[] {
  const found = new Set(names);
  if (found.size < 2 || found.has("")) return [];
  const sorted = [...found].sort();
  return sorted.every((name) => /^\d{1,15}$/.test(name))
    ? sorted.sort((a, b) => Number(a) - Number(b))
    : sorted;
}
