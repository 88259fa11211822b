import { stat } from "node:fs/promises";
import path from "node:path";
import { bitDepthOf, brightestOf, type CellImage } from "@cellgen/data";
import { type ImageFile, readImage, storedChannels, type UnreadableImage } from "@cellgen/data/node";
import { shownPath } from "../terminal/describe.ts";
import type { Io } from "../terminal/io.ts";
import { UsageError } from "../terminal/usageError.ts";
import { scanData } from "./scanData.ts";

/** An image file that was given to a command: readable, and known by its size before anything is computed. */
export type InputFile = Pick<ImageFile, "path" | "name" | "width" | "height" | "bitDepth">;

export interface Inputs {
  /** Sorted by name; at least one. `name` is the file's name below the folder, with "/" between names. */
  readonly files: readonly InputFile[];
  /** The largest value in the files of 16 bits, by which those of a camera with 12 are told; 0 where there are none. */
  readonly brightest: number;
  /** Files of a folder that cannot be read: they are left out. */
  readonly unreadable: readonly UnreadableImage[];
}

/**
 * The images that a flag names: one file, or all PNG and JPEG files of a folder and its subfolders.
 *
 * @param flag - Where the place was given, such as "--input".
 * @throws UsageError if there is no such file or folder, or no readable image in the folder; UnreadableImageError if the file cannot be read;
 *   Interrupted if the signal was aborted.
 */
export async function readInputs(flag: string, place: string, io: Io, signal?: AbortSignal): Promise<Inputs> {
  const found = await stat(place).catch(() => undefined);
  if (!found) {
    throw new UsageError(
      `${flag} ${shownPath(place)}: there is no such file or folder. Give an image, or a folder of images.`,
    );
  }
  if (found.isDirectory()) {
    const { files, unreadable } = await scanData(flag, place, signal ? { signal } : {}, io);
    const most = files.reduce((most, { bitDepth, max }) => (bitDepth === 16 ? Math.max(most, max) : most), 0);
    return { files, brightest: most, unreadable };
  }
  const { width, height, data } = await readImage(place);
  const bitDepth = bitDepthOf({ data });
  const file = { path: path.resolve(place), name: path.basename(place), width, height, bitDepth };
  return { files: [file], brightest: bitDepth === 16 ? brightestOf({ data }) : 0, unreadable: [] };
}

/**
 * Reads an image with the channels that its file stores: RGB stays RGB even where the three are equal.
 *
 * @throws UnreadableImageError if it cannot be read any more.
 */
export async function readInput({ path: file }: InputFile): Promise<CellImage> {
  const image = await readImage(file);
  if (image.channels === 3 || (await storedChannels(file)) === 1) return image;
  const { width, height, data } = image;
  const colour =
    data instanceof Uint16Array ? new Uint16Array(3 * data.length) : new Uint8Array(3 * data.length);
  data.forEach((value, i) => {
    colour.fill(value, 3 * i, 3 * i + 3);
  });
  return { width, height, channels: 3, data: colour };
}

/**
 * Names for what is made of each file, without extension: the file's own, or with its extension where two differ in that alone. All have
 * theirs where one would still be named as another.
 */
export function outputNames(files: readonly Pick<InputFile, "name">[]): string[] {
  const stem = (name: string): string => name.slice(0, name.length - path.extname(name).length);
  const uses = new Map<string, number>();
  for (const { name } of files) {
    const key = stem(name).toLowerCase();
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  const names = files.map(({ name }) => (uses.get(stem(name).toLowerCase()) === 1 ? stem(name) : name));
  const areApart = new Set(names.map((name) => name.toLowerCase())).size === names.length;
  return areApart ? names : files.map(({ name }) => name);
}
