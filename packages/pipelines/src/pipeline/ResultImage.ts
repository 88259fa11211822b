import { type CellImage, pixelTypeOf, type ValueRange } from "@cellgen/data";
import {
  encodeImage,
  formatOfName,
  type StoredImage,
  type WrittenFormat,
  writeFileAtomic,
  writtenFormatOf,
} from "@cellgen/data/node";

/** An image that can be saved. */
export interface ResultImage extends CellImage {
  /**
   * Encode the image with its pixel type, channel names, pixel size and, in a PNG, the transparency of its source file.
   *
   * @param format - png, tiff (for ImageJ) or ome-tiff. @default that of the source file; without one, PNG where it can hold the image, else TIFF
   * @throws UnfitFormatError if the format cannot hold the image: PNG holds 1 or 3 channels of uint8 or uint16.
   */
  encode(format?: WrittenFormat): Promise<Uint8Array>;
  /**
   * Write the image to a file atomically, in the format of the file's extension. An existing file is replaced.
   *
   * @param file - File name that ends in .png, .tif, .tiff or .ome.tif, in an existing folder.
   * @throws RangeError for another ending; UnfitFormatError as `encode`; Error with the file name and the system's error as cause if the file
   *   cannot be written.
   */
  save(file: string): Promise<void>;
}

/** Source of an image. */
export interface ImageOrigin {
  /** Decoded file that the image was made from. @default none */
  readonly stored?: StoredImage | undefined;
  /** Whether a pixel differs from that of the source file. @default all do */
  readonly isMade?: (pixel: number) => boolean;
  /** Colors of the channels in TIFF and OME-TIFF, as in a model card. @default by the names of the channels */
  readonly displayColors?: readonly string[] | undefined;
  /** Per channel: pixel values that the model's range maps to, as the display range of TIFF files without a source. @default none */
  readonly displayRanges?: readonly ValueRange[] | undefined;
}

export function resultImage(
  image: CellImage,
  { stored, isMade, displayColors, displayRanges }: ImageOrigin = {},
): ResultImage {
  const encode = (format?: WrittenFormat): Promise<Uint8Array> => {
    const options = {
      format: format ?? writtenFormatOf(stored?.format, { ...image, pixelType: pixelTypeOf(image.data) }),
      // A gray image of a model for color images has no colors.
      channelColors: displayColors?.length === image.channels ? displayColors : undefined,
    };
    return stored
      ? stored.encode(image, { ...options, ...(isMade ? { isMade } : {}) })
      : encodeImage(image, { ...options, displayRanges });
  };
  return { ...image, encode, save: async (target) => saveAs(target, encode) };
}

async function saveAs(file: string, encode: ResultImage["encode"]): Promise<void> {
  const format = formatOfName(file);
  if (format === undefined) {
    throw new RangeError(
      `save: file must end in .png, .tif, .tiff or .ome.tif, got ${JSON.stringify(file)}. Use one of these extensions.`,
    );
  }
  const bytes = await encode(format);
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
