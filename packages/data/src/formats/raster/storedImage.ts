import sharp from "sharp";
import type { CellImage } from "../../images/cellImage.ts";
import type { DecodedPixels } from "./decodedPixels.ts";
import { imageOfFile, storedImageOfFile } from "./decodeImage.ts";
import { encodePng } from "./writePng.ts";

/** Decoded file that can encode results in its own type. */
export interface StoredImage {
  /** Image with the file's stored channels: RGB stays RGB even if the channels are equal. */
  readonly image: CellImage;
  /** Return the image as `readImage` does: grey if the three channels are equal everywhere. */
  reduced(): CellImage;
  /** Return the opacity of each pixel in the type of the image; undefined if the file has no alpha channel. */
  alpha(): Uint8Array | Uint16Array | undefined;
  /**
   * Encode an image derived from the file as PNG in the file's type: RGB for an RGB file, even if all channels are equal, and with an
   * alpha channel if the file has one.
   *
   * Generated pixels are opaque, because models do not support transparency. All other pixels keep their stored values exactly.
   *
   * @param image - Image of the file's size and bit depth, grey or with the file's channels.
   * @param isMade - Whether a pixel was generated. @default all pixels
   */
  encode(image: CellImage, isMade?: (pixel: number) => boolean): Promise<Uint8Array>;
}

export function storedImage(file: DecodedPixels): StoredImage {
  const { storedChannels } = file;
  const hasAlpha = file.channels === 2 || file.channels === 4;
  // The stored values are needed only if the file has alpha.
  const stored = hasAlpha ? file : undefined;
  return {
    image: storedImageOfFile(file),
    reduced() {
      const { width, height, channels, data } = imageOfFile(file);
      return { width, height, channels, data };
    },
    alpha: () => (stored ? lastChannel(stored) : undefined),
    encode(image, isMade = () => true) {
      if (stored) return encodeWithAlpha(image, stored, isMade);
      return encodePng(image.channels === storedChannels ? image : asColour(image));
    },
  };
}

function lastChannel({ data, channels }: DecodedPixels): Uint8Array | Uint16Array {
  const length = data.length / channels;
  const alpha = data instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length);
  for (let i = 0; i < length; i++) alpha[i] = data[(i + 1) * channels - 1]!;
  return alpha;
}

async function encodeWithAlpha(
  image: CellImage,
  { storedChannels, channels: storedStride, data: stored }: DecodedPixels,
  isMade: (pixel: number) => boolean,
): Promise<Uint8Array> {
  const { width, height, data } = image;
  const isWide = data instanceof Uint16Array;
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

/** Convert grey to three equal channels. */
function asColour(image: CellImage): CellImage {
  const { data } = image;
  const colour =
    data instanceof Uint16Array ? new Uint16Array(3 * data.length) : new Uint8Array(3 * data.length);
  for (let i = 0; i < data.length; i++) colour.fill(data[i]!, 3 * i, 3 * i + 3);
  return { ...image, channels: 3, data: colour };
}
