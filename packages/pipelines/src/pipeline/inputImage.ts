import { type CellImage, imageProcessor, NoiseRangeError, UnfitImageError } from "@cellgen/data";
import { type LazyImage, readStoredImage, type StoredImage } from "@cellgen/data/node";
import { UnfitMaskError } from "../inpaint/inpaintRegion.ts";
import type { ModelCard } from "../model/modelCard.ts";
import { trainingSelection } from "../model/trainingSelection.ts";

/** A file name, an image, or a file that is decoded on demand (`openInputs` of @cellgen/data/node). */
export type CellInput = string | CellImage | LazyImage;

/** A decoded input. */
export interface OpenedInput {
  /** Image with the channels of its file. RGB stays RGB even if all three channels are equal. */
  readonly image: CellImage;
  /** The decoded file, which encodes results in its own pixel type; undefined if the input is an image. */
  readonly stored: StoredImage | undefined;
}

/** Return the file name of an input; undefined for an image. */
export function fileOf(input: CellInput): string | undefined {
  if (typeof input === "string") return input;
  return typeof input === "object" && isLazy(input) ? input.path : undefined;
}

/**
 * Read an input. A file is decoded once; of a file of several images, the planes and channels that the model was trained on.
 *
 * @throws UnreadableImageError with the file name; TypeError if the input is neither a file nor an image.
 */
export async function openInput(input: CellInput, card: ModelCard): Promise<OpenedInput> {
  if (typeof input !== "string" && (typeof input !== "object" || input === null)) {
    throw new TypeError(
      `CellPipeline: input must be a file name or an image, got ${input}. Give the path of an image file.`,
    );
  }
  if (typeof input !== "string" && !isLazy(input)) return { image: input, stored: undefined };
  const stored = await (typeof input === "string"
    ? readStoredImage(input, trainingSelection(card))
    : input.read());
  return { image: stored.image, stored };
}

export function isLazy(input: CellImage | LazyImage): input is LazyImage {
  return "read" in input;
}

/** Yield the items, and add the file name to errors about the file's image. */
export async function* namingFile<T>(file: string | undefined, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw withFile(file, error);
  }
}

/** Return the error with the file name if it is about an image or its mask, otherwise unchanged. */
export function withFile(file: string | undefined, error: unknown): unknown {
  const isAboutImage =
    error instanceof UnfitImageError || error instanceof NoiseRangeError || error instanceof UnfitMaskError;
  return file !== undefined && isAboutImage ? error.inFile(file) : error;
}

/**
 * Read an input and check that it fits the model.
 *
 * @throws UnreadableImageError and UnfitImageError with the file name.
 */
export async function openFittingInput(input: CellInput, card: ModelCard): Promise<OpenedInput> {
  const opened = await openInput(input, card);
  try {
    imageProcessor(card).placement(opened.image);
  } catch (error) {
    throw withFile(fileOf(input), error);
  }
  return opened;
}
