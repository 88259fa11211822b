import type { CellImage } from "../images/cellImage.ts";
import type { ImageFileFormat } from "../images/imageSource.ts";
import { type PixelType, pixelTypeOf } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";
import { encodePng } from "./raster/writePng.ts";
import { encodeTiff } from "./tiffWriter/encodeTiff.ts";
import { writeFileAtomic } from "./writeFileAtomic.ts";
import { writingFile } from "./writingFile.ts";

/** File formats of single images that are written. */
export const writtenFormats = ["png", "tiff", "ome-tiff"] as const;

export type WrittenFormat = (typeof writtenFormats)[number];

/** File extensions of the written formats. */
export const formatExtensions: Readonly<Record<WrittenFormat, string>> = {
  png: ".png",
  tiff: ".tif",
  "ome-tiff": ".ome.tif",
};

/** Return the written format for results of a file: its own format where it can be written, otherwise one that holds all of the image. */
export function writtenFormatOf(
  format: ImageFileFormat | undefined,
  image: Pick<CellImage, "channels" | "channelNames"> & { readonly pixelType: PixelType },
): WrittenFormat {
  if (format === "tiff" || format === "ome-tiff") return format;
  if (format === "ome-zarr") return "ome-tiff";
  const isPlain = fitsPng(image) && image.channelNames === undefined;
  return isPlain && format !== "npy" && format !== "npz" ? "png" : "tiff";
}

/** Return the written format of a file name by its extension, .png, .tif, .tiff, .ome.tif or .ome.tiff in any case; undefined for another. */
export function formatOfName(file: string): WrittenFormat | undefined {
  if (/\.ome\.tiff?$/i.test(file)) return "ome-tiff";
  if (/\.tiff?$/i.test(file)) return "tiff";
  return /\.png$/i.test(file) ? "png" : undefined;
}

export interface WriteImageOptions {
  readonly format: WrittenFormat;
  /** Display colors of the channels, as names or "#rrggbb", for `ome-tiff`, and for `tiff` with several channels. @default by the names of stains */
  readonly channelColors?: readonly string[] | undefined;
  /** Per channel: pixel values that ImageJ shows as black and white, for `tiff`. @default none */
  readonly displayRanges?: readonly ValueRange[] | undefined;
}

/** Thrown if a format cannot hold an image's pixel type or number of channels. */
export class UnfitFormatError extends RangeError {
  override readonly name = "UnfitFormatError";
  readonly code = "ERR_UNFIT_FORMAT";
}

/** Return whether PNG can hold an image: 8 or 16 bits, gray or three channels. */
export function fitsPng({
  channels,
  pixelType,
}: Pick<CellImage, "channels"> & { readonly pixelType: PixelType }): boolean {
  return (channels === 1 || channels === 3) && (pixelType === "uint8" || pixelType === "uint16");
}

/**
 * Encode an image in a format. All values are kept exactly.
 *
 * @throws UnfitFormatError if PNG cannot hold the pixel type or number of channels; RangeError or TypeError if the image's sizes and data
 *   disagree.
 */
export async function encodeImage(
  image: CellImage,
  { format, channelColors, displayRanges }: WriteImageOptions,
): Promise<Uint8Array> {
  if (format !== "png") {
    const metadata = format === "ome-tiff" ? "ome" : "imagej";
    return await encodeTiff(image, {
      metadata,
      ...(channelColors ? { channelColors } : {}),
      ...(displayRanges ? { displayRanges } : {}),
    });
  }
  const { channels } = image;
  const pixelType = pixelTypeOf(image.data);
  if (!fitsPng({ channels, pixelType })) {
    throw new UnfitFormatError(
      `writeImage: a PNG file must have 1 or 3 channels of uint8 or uint16, got ${channels} of ${pixelType}. Use the format tiff.`,
    );
  }
  return await encodePng(image);
}

/**
 * Write an image to a file in a format, atomically.
 *
 * @param file - Path in an existing folder, with the extension of the format. An existing file is replaced.
 * @throws UnfitFormatError as {@link encodeImage}; Error with the file's path if it cannot be written.
 */
export async function writeImage(file: string, image: CellImage, options: WriteImageOptions): Promise<void> {
  const bytes = await encodeImage(image, options);
  await writingFile("writeImage", file, () => writeFileAtomic(file, bytes));
}
