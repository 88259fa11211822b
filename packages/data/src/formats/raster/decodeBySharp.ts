import sharp, { type Metadata, type Sharp } from "sharp";
import type { DecodedPixels, RasterHeader } from "./decodedPixels.ts";

/** Opened file. */
export interface OpenedRaster {
  readonly header: RasterHeader;
  decode(): Promise<DecodedPixels>;
}

/**
 * Open a file for decoding: strictly, with its color profile ignored and the camera's orientation applied, first frame only.
 *
 * @param bytes - Content of the file. Its size is not limited; the caller checks the header.
 * @throws Error of sharp if the header is damaged. `decode` throws it if the pixels are, warnings of the decoder included.
 */
export async function openBySharp(bytes: Buffer): Promise<OpenedRaster> {
  const image = sharp(bytes, {
    failOn: "warning",
    limitInputPixels: false,
    ignoreIcc: true,
    autoOrient: true,
  });
  const header = headerOf(await image.metadata());
  // A clone would copy the bytes.
  return { header, decode: () => decodePixels(image, header) };
}

function headerOf({ autoOrient, space, depth, hasAlpha, pages = 1 }: Metadata): RasterHeader {
  return {
    width: autoOrient.width,
    height: autoOrient.height,
    storedChannels: space === "b-w" || space === "grey16" ? 1 : 3,
    hasAlpha,
    isWide: depth === "ushort",
    isCmyk: space === "cmyk",
    frames: pages,
  };
}

async function decodePixels(input: Sharp, header: RasterHeader): Promise<DecodedPixels> {
  const { storedChannels, hasAlpha, isWide, isCmyk } = header;
  const isGrey = storedChannels === 1;
  // sharp drops the alpha of gray with 8 bits.
  const grey = isWide ? "grey16" : hasAlpha ? "srgb" : "b-w";
  const { data, info } = await (isCmyk ? input.pipelineColourspace("cmyk") : input)
    // By default, sharp converts everything to 8-bit sRGB.
    .toColourspace(isCmyk ? "cmyk" : isGrey ? grey : isWide ? "rgb16" : "srgb")
    .raw({ depth: isWide ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  if (isCmyk) return { width, height, storedChannels: 3, channels: 3, data: rgbOfCmyk(data) };
  return {
    width,
    height,
    storedChannels,
    channels: info.channels as DecodedPixels["channels"],
    data: isWide
      ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

/** Convert shares of ink to colors without a color profile: `red = (1 - cyan) (1 - black)`. */
function rgbOfCmyk(inks: Uint8Array): Uint8Array {
  const data = new Uint8Array((inks.length / 4) * 3);
  for (let i = 0, o = 0; i < inks.length; i += 4) {
    for (let c = 0; c < 3; c++) data[o++] = Math.round(((255 - inks[i + c]!) * (255 - inks[i + 3]!)) / 255);
  }
  return data;
}
