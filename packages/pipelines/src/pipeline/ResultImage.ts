import path from "node:path";
import type { CellImage } from "@cellgen/data";
import { encodePng, type StoredImage } from "@cellgen/data/node";
import writeFileAtomic from "write-file-atomic";

/** An image that can be saved. */
export interface ResultImage extends CellImage {
  /** The image as PNG: of the type of the file that it was made from, with its transparency, if there was one. */
  encode(): Promise<Uint8Array>;
  /**
   * Writes `encode`'s PNG atomically. An existing file is replaced.
   *
   * @param file - Ends in `.png`; its folder exists.
   * @throws RangeError for another ending; Error naming the file, with the system's error as cause.
   */
  save(file: string): Promise<void>;
}

/** Where an image comes from. */
export interface ImageOrigin {
  /** The decoded file that it was made from; undefined = none. */
  readonly stored: StoredImage | undefined;
  /** Whether a pixel is not the file's own. @default all */
  readonly isMade?: (pixel: number) => boolean;
}

export function resultImage(
  image: CellImage,
  { stored, isMade }: ImageOrigin = { stored: undefined },
): ResultImage {
  const encode = (): Promise<Uint8Array> => (stored ? stored.encode(image, isMade) : encodePng(image));
  return { ...image, encode, save: async (target) => savePng(target, encode) };
}

async function savePng(file: string, encode: () => Promise<Uint8Array>): Promise<void> {
  if (path.extname(file).toLowerCase() !== ".png") {
    throw new RangeError(
      `save: file must end in .png, got ${JSON.stringify(file)}. Images are written as PNG.`,
    );
  }
  const bytes = await encode();
  try {
    await writeFileAtomic(file, bytes as Buffer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `save: ${file} cannot be written: ${reason}. Give a file in a folder that exists and can be written to.`,
      { cause: error },
    );
  }
}
