import { type CellImage, imageProcessor, NoiseRangeError, UnfitImageError } from "@cellgen/data";
import { type LazyImage, readStoredImage, type StoredImage } from "@cellgen/data/node";
import { UnfitMaskError } from "../inpaint/inpaintRegion.ts";
import type { ModelCard } from "../model/modelCard.ts";

/** A file, an image, or a file that is decoded when it is needed (`openInputs` of @cellgen/data/node). */
export type CellInput = string | CellImage | LazyImage;

/** An input that was read. */
export interface OpenedInput {
  /** With the channels that its file stores: RGB stays RGB even where the three are equal. */
  readonly image: CellImage;
  /** The decoded file, which encodes results in its own type; undefined for an image. */
  readonly stored: StoredImage | undefined;
}

/** The file of an input; undefined for an image. */
export function fileOf(input: CellInput): string | undefined {
  if (typeof input === "string") return input;
  return typeof input === "object" && isLazy(input) ? input.path : undefined;
}

/**
 * Reads an input, decoding its file once.
 *
 * @throws UnreadableImageError naming the file; TypeError if the input is neither a file nor an image.
 */
export async function openInput(input: CellInput): Promise<OpenedInput> {
  if (typeof input !== "string" && (typeof input !== "object" || input === null)) {
    throw new TypeError(
      `CellPipeline: an image must be a file name or an image, got ${input}. Give a PNG or JPEG file.`,
    );
  }
  if (typeof input !== "string" && !isLazy(input)) return { image: input, stored: undefined };
  const stored = await (typeof input === "string" ? readStoredImage(input) : input.read());
  return { image: stored.image, stored };
}

export function isLazy(input: CellImage | LazyImage): input is LazyImage {
  return "read" in input;
}

/** Names the file in the message of an error about its image. */
export async function* namingFile<T>(file: string | undefined, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw withFile(file, error);
  }
}

/** An error that names the file, if the given one is about an image or its mask. */
export function withFile(file: string | undefined, error: unknown): unknown {
  const isAboutImage =
    error instanceof UnfitImageError || error instanceof NoiseRangeError || error instanceof UnfitMaskError;
  return file !== undefined && isAboutImage ? error.inFile(file) : error;
}

/**
 * Reads an input that is to be fitted to a model.
 *
 * @throws UnreadableImageError and UnfitImageError naming the file.
 */
export async function openFittingInput(input: CellInput, card: ModelCard): Promise<OpenedInput> {
  const opened = await openInput(input);
  try {
    imageProcessor(card).placement(opened.image);
  } catch (error) {
    throw withFile(fileOf(input), error);
  }
  return opened;
}
