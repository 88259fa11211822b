import type { UnreadableImage } from "../files/unreadableImageError.ts";
import type { BitDepth } from "../images/cellImage.ts";
import type { ImageFolder } from "./imageFolder.ts";

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
  readonly grey: number;
  readonly colour: number;
  readonly bitDepths: readonly { readonly bitDepth: BitDepth; readonly count: number }[];
  /** Statistics over all files as stored; `mean` is the mean of the files' means. In a 16-bit set, an 8-bit value v counts as 257 v. */
  readonly values: { readonly min: number; readonly max: number; readonly mean: number };
  readonly transparent: number;
  readonly unreadable: readonly UnreadableImage[];
  readonly skippedFolders: readonly string[];
}

/** Summarize the result of {@link scanImageFolder}: sizes, classes, channels, bit depths and values. */
export function folderSummary(folder: ImageFolder): FolderSummary {
  const { files, classes, unreadable, skippedFolders } = folder;
  const sizes = new Map<string, { width: number; height: number; count: number }>();
  const values = { min: Infinity, max: -Infinity, sum: 0 };
  for (const { width, height, bitDepth, min, max, mean } of files) {
    const key = `${width}x${height}`;
    const size = sizes.get(key) ?? { width, height, count: 0 };
    size.count++;
    sizes.set(key, size);
    const scale = bitDepth === folder.bitDepth ? 1 : 257;
    values.min = Math.min(values.min, min * scale);
    values.max = Math.max(values.max, max * scale);
    values.sum += mean * scale;
  }
  const counts = new Array<number>(classes.length).fill(0);
  for (const { label } of files) if (classes.length > 0) counts[label]!++;
  const colour = files.filter((file) => file.channels === 3).length;
  return {
    count: files.length,
    classes: classes.map((name, label) => ({ name, count: counts[label]! })),
    width: spread(files.map((file) => file.width)),
    height: spread(files.map((file) => file.height)),
    sizes: [...sizes.values()].sort(
      (a, b) => b.count - a.count || a.width * a.height - b.width * b.height || a.width - b.width,
    ),
    grey: files.length - colour,
    colour,
    bitDepths: ([8, 16] as const)
      .map((bitDepth) => ({ bitDepth, count: files.filter((file) => file.bitDepth === bitDepth).length }))
      .filter(({ count }) => count > 0),
    values: { min: values.min, max: values.max, mean: values.sum / files.length },
    transparent: files.filter((file) => file.transparent).length,
    unreadable,
    skippedFolders,
  };
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0]!, median: sorted[sorted.length >> 1]!, max: sorted.at(-1)! };
}
