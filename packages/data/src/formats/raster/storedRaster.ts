import sharp from "sharp";
import type { CellImage } from "../../images/cellImage.ts";
import { pixelTypeOf } from "../../images/pixelType.ts";
import { inChannels, type StoredImage } from "../storedImage.ts";
import { encodeImage, writtenFormatOf } from "../writeImage.ts";
import type { DecodedFile, DecodedPixels } from "./decodedPixels.ts";
import { imageOfFile, storedImageOfFile } from "./decodeImage.ts";
import { setPixelSize } from "./pngPixelSize.ts";

/** Return a decoded PNG, JPEG, WebP, GIF or BMP file, which encodes results in its own type. */
export function storedRaster(file: DecodedFile): StoredImage {
  const { storedChannels, format, pixelSizeMicrometres } = file;
  const facts = pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres };
  const hasAlpha = file.channels === 2 || file.channels === 4;
  // The stored values are needed only if the file has alpha.
  const stored = hasAlpha ? file : undefined;
  return {
    format,
    image: { ...storedImageOfFile(file), ...facts },
    reduced() {
      const { width, height, channels, data } = imageOfFile(file);
      return { width, height, channels, data, ...facts };
    },
    alpha: () => (stored ? lastChannel(stored) : undefined),
    async encode(image, options = {}) {
      const {
        format: asked = writtenFormatOf(format, { ...image, pixelType: pixelTypeOf(image.data) }),
        isMade = () => true,
      } = options;
      if (stored && asked === "png") return await encodeWithAlpha(image, stored, isMade);
      const result = image.channels === storedChannels ? image : inChannels(image, storedChannels);
      return await encodeImage(result, { ...options, format: asked });
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
  const png = await sharp(values, { raw, limitInputPixels: false }).toColourspace(space).png().toBuffer();
  if (image.pixelSizeMicrometres !== undefined) setPixelSize(png, image.pixelSizeMicrometres);
  return png;
}
