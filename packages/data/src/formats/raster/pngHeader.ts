import { roundedPixelSize } from "../../images/pixelSize.ts";

/** Fields of a PNG file that the decoder does not report. */
export interface PngHeader {
  /** Bits per channel: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number;
  /** Pixel width, if the file states one that is not a print resolution. */
  readonly pixelSizeMicrometres: number | undefined;
}

/** Maximum pixel size that is believed; larger ones are print resolutions, such as 72 dots per inch. */
const MAX_PIXEL_SIZE_MICROMETRES = 20;

/** Bytes of a chunk in addition to its data: length, type and checksum. */
const CHUNK_FRAME = 12;

/** Read the chunks of a PNG file before its pixels. The file may be damaged. */
export function pngHeader(bytes: Buffer): PngHeader {
  let pixelSizeMicrometres: number | undefined;
  for (let at = 8; at + CHUNK_FRAME <= bytes.length; at += CHUNK_FRAME + bytes.readUInt32BE(at)) {
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (type === "IDAT") break;
    if (type === "pHYs" && at + CHUNK_FRAME + 9 <= bytes.length)
      pixelSizeMicrometres = pixelSizeOf(bytes.subarray(at + 8));
  }
  return { bitDepth: bytes[24] ?? 0, pixelSizeMicrometres };
}

/** Return the pixel size of a pHYs chunk with square pixels. Its unit must be the meter. */
function pixelSizeOf(data: Buffer): number | undefined {
  const [x, y, unit] = [data.readUInt32BE(0), data.readUInt32BE(4), data.readUInt8(8)];
  if (unit !== 1 || x !== y || x === 0) return undefined;
  const micrometres = roundedPixelSize(1e6 / x);
  return micrometres <= MAX_PIXEL_SIZE_MICROMETRES ? micrometres : undefined;
}
