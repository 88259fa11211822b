import sharp from "sharp";
import { bitDepthOf, type CellImage } from "./cellImage.ts";
import { storedChannels } from "./storedChannels.ts";
import { encodePng } from "./writePng.ts";

/**
 * Encodes an image that was made from a file as PNG in the file's own type: RGB where the file is RGB, even if all channels are equal,
 * and with an alpha channel where it has one.
 *
 * Pixels that were made are opaque: a model knows no transparency, and got what is transparent over black. The others are as the file
 * stores them, bit for bit.
 *
 * @param image - Of the file's size and depth; grey or of the file's channels.
 * @param isMade - Whether a pixel was made. @default all were
 */
export async function encodeLike(
  file: string,
  image: CellImage,
  isMade: (pixel: number) => boolean = () => true,
): Promise<Uint8Array> {
  const { hasAlpha } = await sharp(file).metadata();
  const colours = await storedChannels(file);
  const { width, height, data } = image;
  const isWide = bitDepthOf(image) === 16;
  const madeValue = (pixel: number, c: number): number =>
    data[pixel * image.channels + (image.channels === 1 ? 0 : c)]!;
  const channels = colours + Number(hasAlpha);
  const length = width * height * channels;
  const values = isWide ? new Uint16Array(length) : new Uint8Array(length);
  const own = hasAlpha ? await ownValues(file, colours, isWide) : undefined;
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < channels; c++) {
      const made = c < colours ? madeValue(pixel, c) : isWide ? 65535 : 255;
      values[pixel * channels + c] = own && !isMade(pixel) ? own(pixel, c) : made;
    }
  }
  if (!hasAlpha) return encodePng({ width, height, channels: colours, data: values });
  const raw = { width, height, channels: colours === 1 ? 2 : 4 } as const;
  const space = colours === 1 ? (isWide ? "grey16" : "b-w") : isWide ? "rgb16" : "srgb";
  return await sharp(values, { raw, limitInputPixels: false }).toColourspace(space).png().toBuffer();
}

/** The values of a file with an alpha channel as it stores them: the last channel is alpha. */
async function ownValues(
  file: string,
  colours: 1 | 3,
  isWide: boolean,
): Promise<(pixel: number, channel: number) => number> {
  const { data, info } = await sharp(file, { ignoreIcc: true, autoOrient: true, limitInputPixels: false })
    // sharp has no grey of 8 bits with alpha: it gives three equal channels.
    .toColourspace(isWide ? (colours === 1 ? "grey16" : "rgb16") : "srgb")
    .raw({ depth: isWide ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const values = isWide ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data;
  const { channels } = info;
  return (pixel, c) => values[pixel * channels + (c === colours ? channels - 1 : c)]!;
}
