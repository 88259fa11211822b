import type { UnreadableImage } from "../formats/unreadableImageError.ts";
import { type PixelType, pixelTypes } from "../images/pixelType.ts";
import type { ImageFolder } from "./imageFolder.ts";
import type { FolderSplit } from "./split/splitFolders.ts";

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Summary statistics of an image folder. */
export interface FolderSummary {
  readonly count: number;
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  readonly width: Spread;
  readonly height: Spread;
  /** Image sizes, most frequent first. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly count: number }[];
  /** Numbers of channels: RGB with three equal channels counts as 1. */
  readonly channels: readonly { readonly channels: number; readonly count: number }[];
  readonly pixelTypes: readonly { readonly pixelType: PixelType; readonly count: number }[];
  /** Statistics over the files of the set's pixel type, as stored; `mean` is the mean of the files' means. */
  readonly values: { readonly min: number; readonly max: number; readonly mean: number };
  readonly transparent: number;
  /** Notes about files, with the number of files and the first of them. */
  readonly notes: readonly { readonly note: string; readonly count: number; readonly first: string }[];
  /** Split that the folder holds, such as train/ and test/. */
  readonly split?: FolderSplit;
  readonly unreadable: readonly UnreadableImage[];
  readonly skippedFolders: readonly string[];
}

/** Summarize the result of {@link scanImageFolder}: sizes, classes, channels, bit depths and values. */
export function folderSummary(folder: ImageFolder): FolderSummary {
  const { files, classes, unreadable, skippedFolders } = folder;
  const sizes = new Map<string, { width: number; height: number; count: number }>();
  const values = { min: Infinity, max: -Infinity, sum: 0 };
  let counted = 0;
  for (const { width, height, pixelType, min, max, mean } of files) {
    const key = `${width}x${height}`;
    const size = sizes.get(key) ?? { width, height, count: 0 };
    size.count++;
    sizes.set(key, size);
    if (pixelType !== folder.pixelType || min === undefined || max === undefined || mean === undefined)
      continue;
    values.min = Math.min(values.min, min);
    values.max = Math.max(values.max, max);
    values.sum += mean;
    counted++;
  }
  const counts = new Array<number>(classes.length).fill(0);
  for (const { label } of files) if (classes.length > 0) counts[label]!++;
  const channels = [...new Set(files.map((file) => file.channels))].sort((a, b) => b - a);
  return {
    count: files.length,
    classes: classes.map((name, label) => ({ name, count: counts[label]! })),
    width: spread(files.map((file) => file.width)),
    height: spread(files.map((file) => file.height)),
    sizes: [...sizes.values()].sort(
      (a, b) => b.count - a.count || a.width * a.height - b.width * b.height || a.width - b.width,
    ),
    channels: channels.map((channels) => ({
      channels,
      count: files.filter((file) => file.channels === channels).length,
    })),
    pixelTypes: pixelTypes
      .map((pixelType) => ({ pixelType, count: files.filter((file) => file.pixelType === pixelType).length }))
      .filter(({ count }) => count > 0),
    values: { min: values.min, max: values.max, mean: values.sum / counted },
    transparent: files.filter((file) => file.transparent).length,
    notes: fileNotes(files),
    ...(folder.split ? { split: folder.split } : {}),
    unreadable,
    skippedFolders,
  };
}

/** Count the notes about files. */
export function fileNotes(
  files: readonly Pick<ImageFolder["files"][number], "name" | "notes">[],
): FolderSummary["notes"] {
  const notes = new Map<string, { note: string; count: number; first: string }>();
  for (const { name, notes: ofFile = [] } of files) {
    for (const note of ofFile) {
      const known = notes.get(note);
      if (known) known.count++;
      else notes.set(note, { note, count: 1, first: name });
    }
  }
  return [...notes.values()];
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0]!, median: sorted[sorted.length >> 1]!, max: sorted.at(-1)! };
}
