import type { CellImage } from "../images/cellImage.ts";
import type { ImageFileFormat } from "../images/imageSource.ts";
import { newPixels, pixelTypeOf } from "../images/pixelType.ts";
import { encodeImage, type WriteImageOptions, writtenFormatOf } from "./writeImage.ts";

export interface EncodeStoredOptions extends Partial<WriteImageOptions> {
  /** Whether a pixel was generated. Others keep the transparency of the file. @default all pixels */
  readonly isMade?: (pixel: number) => boolean;
}

/** Decoded file that can encode results in its own type. */
export interface StoredImage {
  /** Image with the file's stored channels: RGB stays RGB even if the channels are equal. */
  readonly image: CellImage;
  readonly format: ImageFileFormat;
  /** Return the image as it is trained on: gray if the three channels of 8- or 16-bit color are equal everywhere. */
  reduced(): CellImage;
  /** Return the opacity of each pixel in the type of the image; undefined if the file has no alpha channel. */
  alpha(): Uint8Array | Uint16Array | undefined;
  /**
   * Encode an image derived from the file in a format; by default in that of the file, see {@link writtenFormatOf}.
   *
   * Three channels stay three channels, even if all are equal. A PNG of a file with alpha has an alpha channel, in which generated pixels
   * are opaque, because models do not support transparency. All other pixels keep their stored values exactly.
   *
   * @param image - Image of the file's size and pixel type, gray or with the file's channels.
   * @throws UnfitFormatError if the format cannot hold the image.
   */
  encode(image: CellImage, options?: EncodeStoredOptions): Promise<Uint8Array>;
}

/**
 * Return an image of a file without alpha channel as a {@link StoredImage}.
 *
 * @param reduced - Returns the image as it is trained on. @default the image
 */
export function storedImage(
  image: CellImage,
  format: ImageFileFormat,
  reduced: () => CellImage = () => image,
): StoredImage {
  return {
    image,
    format,
    reduced,
    alpha: () => undefined,
    encode(given, { isMade, ...options } = {}) {
      const result = given.channels === image.channels ? given : inChannels(given, image.channels);
      return encodeImage(result, {
        format: writtenFormatOf(format, { ...result, pixelType: pixelTypeOf(result.data) }),
        ...options,
      });
    },
  };
}

/** Repeat a gray image in each of several channels. */
export function inChannels(image: CellImage, channels: number): CellImage {
  const { data } = image;
  const repeated = newPixels(pixelTypeOf(data), data.length * channels);
  for (let i = 0; i < data.length; i++) repeated.fill(data[i]!, i * channels, (i + 1) * channels);
  return { ...image, channels, data: repeated };
}
