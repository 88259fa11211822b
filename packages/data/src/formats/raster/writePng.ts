import sharp from "sharp";
import { type CellImage, checkCellImage } from "../../images/cellImage.ts";
import { pixelTypeOf } from "../../images/pixelType.ts";
import { writeFileAtomic } from "../writeFileAtomic.ts";
import { writingFile } from "../writingFile.ts";
import { setPixelSize } from "./pngPixelSize.ts";

/**
 * Encode an image as PNG: gray or RGB, 8 or 16 bits, lossless, with the pixel size if known.
 *
 * @throws RangeError or TypeError if the image's sizes and data disagree.
 */
export async function encodePng(image: CellImage): Promise<Uint8Array> {
  checkCellImage("encodePng", image);
  const { width, height, channels, data } = image;
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`encodePng: channels must be 1 or 3, got ${channels}. Write a TIFF file.`);
  }
  if (!(data instanceof Uint8Array || data instanceof Uint16Array)) {
    throw new TypeError(
      `encodePng: data must be uint8 or uint16, got ${pixelTypeOf(data)}. Write a TIFF file.`,
    );
  }
  const wide = data instanceof Uint16Array;
  const png = await sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
    .toColourspace(channels === 1 ? (wide ? "grey16" : "b-w") : wide ? "rgb16" : "srgb")
    .png()
    .toBuffer();
  if (image.pixelSizeMicrometres !== undefined) setPixelSize(png, image.pixelSizeMicrometres);
  return png;
}

/**
 * Write an image as a PNG file, atomically.
 *
 * @param file - Path in an existing folder. An existing file is replaced.
 * @throws Error with the file's path; the system error is its cause.
 */
export async function writePng(file: string, image: CellImage): Promise<void> {
  const bytes = await encodePng(image);
  await writingFile("writePng", file, () => writeFileAtomic(file, bytes));
}
