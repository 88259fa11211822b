import path from "node:path";
import type { CellImage } from "@cellgen/data";
import { encodePng, type StoredImage, writeFileAtomic } from "@cellgen/data/node";

/** An image that can be saved. */
export interface ResultImage extends CellImage {
  /** Encode the image as PNG, with the pixel type and transparency of its source file, if it has one. */
  encode(): Promise<Uint8Array>;
  /**
   * Write the result of `encode` to a file atomically. An existing file is replaced.
   *
   * @param file - File name that ends in `.png`, in an existing folder.
   * @throws RangeError for another ending; Error with the file name and the system's error as cause if the file cannot be written.
   */
  save(file: string): Promise<void>;
}

/** Source of an image. */
export interface ImageOrigin {
  /** Decoded file that the image was made from; undefined for none. */
  readonly stored: StoredImage | undefined;
  /** Whether a pixel differs from that of the source file. @default all do */
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
      `save: file must end in .png, got ${JSON.stringify(file)}. Images are saved as PNG.`,
    );
  }
  const bytes = await encode();
  try {
    await writeFileAtomic(file, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `save: ${file} cannot be written: ${reason}. Use a file in an existing, writable folder.`,
      { cause: error },
    );
  }
}
