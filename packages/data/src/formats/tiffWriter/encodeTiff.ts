import { type CellImage, checkCellImage } from "../../images/cellImage.ts";
import { pixelArrays, pixelTypeOf } from "../../images/pixelType.ts";
import { writeFileAtomic } from "../writeFileAtomic.ts";
import { writingFile } from "../writingFile.ts";
import { isRgb, type TiffOptions, type TiffShape } from "./tiffShape.ts";
import { memorySink } from "./tiffSink.ts";
import { tiffWriter } from "./tiffWriter.ts";

/** Bytes of a strip before compression. */
const STRIP_BYTES = 2 ** 16;

/**
 * Encode an image as TIFF, lossless: any pixel type, any number of channels, with their names and the pixel size.
 *
 * 8-bit color is stored as RGB, all other channels as one page each.
 *
 * @throws RangeError or TypeError if the image's sizes and data disagree.
 */
export async function encodeTiff(image: CellImage, options: TiffOptions = {}): Promise<Uint8Array> {
  checkCellImage("encodeTiff", image);
  const { width, height } = image;
  const shape: TiffShape = { ...image, pixelType: pixelTypeOf(image.data) };
  const rowBytes = width * (isRgb(shape) ? 3 : 1) * pixelArrays[shape.pixelType].BYTES_PER_ELEMENT;
  const rows = Math.min(height, Math.max(1, Math.floor(STRIP_BYTES / rowBytes)));
  const sink = memorySink();
  const writer = await tiffWriter(
    "encodeTiff",
    sink,
    shape,
    { kind: "strips", width, height: rows },
    options,
  );
  await writer.write({ left: 0, top: 0 }, image);
  await writer.close();
  return sink.result();
}

/**
 * Write an image as a TIFF file, atomically, see {@link encodeTiff}.
 *
 * @param file - Path in an existing folder. An existing file is replaced.
 * @throws Error with the file's path; the system error is its cause.
 */
export async function writeTiff(file: string, image: CellImage, options?: TiffOptions): Promise<void> {
  const bytes = await encodeTiff(image, options);
  await writingFile("writeTiff", file, () => writeFileAtomic(file, bytes));
}
