import path from "node:path";
import type { CellImage } from "@cellgen/data";
import type { InputImage } from "@cellgen/data/node";
import { shownPath } from "../terminal/describe.ts";
import type { Io } from "../terminal/io.ts";
import { UsageError } from "../terminal/usageError.ts";
import { matchedFiles } from "./matchedFiles.ts";
import { readInputs } from "./readInputs.ts";

/** Gives the reference of an image: of its size, depth and channels. */
export type ReferenceSource = (image: InputImage) => Promise<CellImage>;

/**
 * The images without noise in a place, one for each image by its name whatever the extension; of one image, the file itself.
 *
 * @throws UsageError if there is no such place, not one readable reference for each of the images, or one of another size, depth or channels. What it
 *   returns throws UnreadableImageError.
 */
export async function referencesOf(
  place: string,
  images: readonly InputImage[],
  io: Io,
  signal?: AbortSignal,
): Promise<ReferenceSource> {
  const inputs = await readInputs("--reference", place, io, signal);
  const { files } = inputs;
  const isFile = files.length === 1 && path.resolve(place) === files[0]!.path;
  if (isFile && images.length > 1) {
    throw new UsageError(
      `--reference ${shownPath(place)} is one file for ${images.length} images. Give a folder with one of each name.`,
    );
  }
  const references = isFile
    ? new Map(images.map((image) => [image, files[0]!]))
    : matchedFiles({ flag: "--reference", place, noun: "image" }, inputs, images);
  for (const [image, file] of references) {
    const [a, b] = [kindOf(file), kindOf(image)];
    if (a !== b) {
      throw new UsageError(
        `${shownPath(file.path)} is ${a}, but its image ${shownPath(image.path)} is ${b}. Give the same image without noise.`,
      );
    }
  }
  return async (image) => {
    const reference = references.get(image)!;
    const { image: pixels } = await reference.read();
    reference.release();
    return pixels;
  };
}

function kindOf({ width, height, bitDepth, channels }: InputImage): string {
  return `${width}x${height} with ${bitDepth} bits, ${channels === 1 ? "grey" : "in colour"}`;
}
