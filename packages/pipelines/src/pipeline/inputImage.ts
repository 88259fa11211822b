import { type CellImage, NoiseRangeError, UnfitImageError } from "@cellgen/data";
import { readImage, storedChannels } from "@cellgen/data/node";
import { UnfitMaskError } from "../inpaint/inpaintRegion.ts";

/** A file, or an image. */
export type CellInput = string | CellImage;

/** The file of an input; undefined for an image. */
export function fileOf(input: CellInput): string | undefined {
  return typeof input === "string" ? input : undefined;
}

/**
 * Reads an input with the channels that its file stores: RGB stays RGB even where the three are equal.
 *
 * @throws UnreadableImageError naming the file.
 */
export async function readInput(input: CellInput): Promise<CellImage> {
  if (typeof input !== "string") return input;
  const image = await readImage(input);
  if (image.channels === 3 || (await storedChannels(input)) === 1) return image;
  const { width, height, data } = image;
  const colour =
    data instanceof Uint16Array ? new Uint16Array(3 * data.length) : new Uint8Array(3 * data.length);
  data.forEach((value, i) => {
    colour.fill(value, 3 * i, 3 * i + 3);
  });
  return { width, height, channels: 3, data: colour };
}

/** Names the file in the message of an error about its image. */
export async function* namingFile<T>(file: string | undefined, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw withFile(file, error);
  }
}

/** The error with the file in its message, if it is about an image or its mask. */
export function withFile(file: string | undefined, error: unknown): unknown {
  const isAboutImage =
    error instanceof UnfitImageError || error instanceof NoiseRangeError || error instanceof UnfitMaskError;
  if (file !== undefined && isAboutImage && !error.message.startsWith(file)) {
    error.message = `${file}: ${error.message}`;
  }
  return error;
}
