import sharp from "sharp";
import writeFileAtomic from "write-file-atomic";
import { bitDepthOf, type CellImage, checkCellImage } from "../images/cellImage.ts";
import { setPixelSize } from "./pngPixelSize.ts";

/**
 * Encodes an image as PNG: grey or RGB, 8 or 16 bits, without loss, with the size of a pixel where it is known.
 *
 * @throws RangeError or TypeError if the image's data and sizes disagree.
 */
export async function encodePng(image: CellImage): Promise<Uint8Array> {
  checkCellImage("encodePng", image);
  const { width, height, channels, data } = image;
  const wide = bitDepthOf(image) === 16;
  const png = await sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
    .toColourspace(channels === 1 ? (wide ? "grey16" : "b-w") : wide ? "rgb16" : "srgb")
    .png()
    .toBuffer();
  if (image.pixelSizeMicrometres !== undefined) setPixelSize(png, image.pixelSizeMicrometres);
  return png;
}

/**
 * Writes an image as a PNG file, atomically.
 *
 * @param file - Its folder must exist; an older file is replaced.
 * @throws Error naming the file, with the system's error as cause.
 */
export async function writePng(file: string, image: CellImage): Promise<void> {
  const bytes = await encodePng(image);
  try {
    await writeFileAtomic(file, bytes as Buffer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `writePng: ${file} cannot be written: ${reason}. Give a file in a folder that exists and can be written to.`,
      { cause: error },
    );
  }
}
