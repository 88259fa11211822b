import sharp from "sharp";
import { bitDepthOf, type CellImage } from "../images/cellImage.ts";
import { type DecodedFile, decodeFile } from "./decodeFile.ts";
import { imageOfFile, storedImageOfFile } from "./decodeImage.ts";
import { encodePng } from "./writePng.ts";

/** A file that was read and decoded once, with the way back into its type. */
export interface StoredImage {
  /** With the channels that the file stores: RGB stays RGB even where the three are equal. */
  readonly image: CellImage;
  /** The same image as `readImage` gives it: grey where the three channels are equal everywhere. */
  reduced(): CellImage;
  /**
   * Encodes an image that was made from the file as PNG in the file's own type: RGB where the file is RGB, even if all channels are
   * equal, and with an alpha channel where it has one.
   *
   * Pixels that were made are opaque: a model knows no transparency, and got what is transparent over black. The others are as the file
   * stores them, bit for bit.
   *
   * @param image - Of the file's size and depth; grey or of the file's channels.
   * @param isMade - Whether a pixel was made. @default all were
   */
  encode(image: CellImage, isMade?: (pixel: number) => boolean): Promise<Uint8Array>;
}

/**
 * Reads a PNG or JPEG file, to write an image of its type later without reading it again.
 *
 * @throws UnreadableImageError with the file's path and the reason.
 */
export async function readStoredImage(file: string): Promise<StoredImage> {
  return storedImage(await decodeFile(file));
}

export function storedImage(file: DecodedFile): StoredImage {
  const { storedChannels } = file;
  const hasAlpha = file.channels === 2 || file.channels === 4;
  // Only where it has alpha are the stored values needed again.
  const stored = hasAlpha ? file : undefined;
  return {
    image: storedImageOfFile(file),
    reduced() {
      const { width, height, channels, data } = imageOfFile(file);
      return { width, height, channels, data };
    },
    encode(image, isMade = () => true) {
      if (stored) return encodeWithAlpha(image, stored, isMade);
      return encodePng(image.channels === storedChannels ? image : asColour(image));
    },
  };
}

async function encodeWithAlpha(
  image: CellImage,
  { storedChannels, channels: storedStride, data: stored }: DecodedFile,
  isMade: (pixel: number) => boolean,
): Promise<Uint8Array> {
  const { width, height, data } = image;
  const isWide = bitDepthOf(image) === 16;
  const channels = storedChannels === 1 ? 2 : 4;
  const length = width * height * channels;
  const values = isWide ? new Uint16Array(length) : new Uint8Array(length);
  const opaque = isWide ? 65535 : 255;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const isOwn = !isMade(pixel);
    for (let c = 0; c < storedChannels; c++) {
      values[pixel * channels + c] = isOwn
        ? stored[pixel * storedStride + c]!
        : data[pixel * image.channels + (image.channels === 1 ? 0 : c)]!;
    }
    values[(pixel + 1) * channels - 1] = isOwn ? stored[(pixel + 1) * storedStride - 1]! : opaque;
  }
  const space = storedChannels === 1 ? (isWide ? "grey16" : "b-w") : isWide ? "rgb16" : "srgb";
  const raw = { width, height, channels } as const;
  return await sharp(values, { raw, limitInputPixels: false }).toColourspace(space).png().toBuffer();
}

/** Grey as three equal channels. */
function asColour(image: CellImage): CellImage {
  const { data } = image;
  const colour =
    data instanceof Uint16Array ? new Uint16Array(3 * data.length) : new Uint8Array(3 * data.length);
  for (let i = 0; i < data.length; i++) colour.fill(data[i]!, 3 * i, 3 * i + 3);
  return { ...image, channels: 3, data: colour };
}
