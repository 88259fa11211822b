import { damaged, FaultError } from "../faultError.ts";
import type { DecodedPixels } from "./decodedPixels.ts";

/** Header of a BMP file. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** Whether the rows are stored from top to bottom. */
  readonly topDown: boolean;
  /** Position of the first row. */
  readonly pixels: number;
  /** Colors of 1-, 4- and 8-bit files: 3 values each. */
  readonly palette: Uint8Array;
}

const FILE_HEADER = 14;
const SAVE_AS = "Save it as PNG, or as BMP without compression.";
const TRUNCATED = "the file is truncated or corrupted";

/**
 * Read the header of a BMP file.
 *
 * @throws FaultError if it is damaged, compressed, or has neither 1, 4, 8, 24 nor 32 bits a pixel.
 */
export function bmpHeader(bytes: Buffer): BmpHeader {
  if (bytes.length < FILE_HEADER + 12) throw damaged(TRUNCATED);
  const size = bytes.readUInt32LE(14);
  const isOld = size === 12;
  if (bytes.length < FILE_HEADER + size || size < 12) throw damaged(TRUNCATED);
  const width = isOld ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = isOld ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bits = bytes.readUInt16LE(isOld ? 24 : 28);
  const compression = isOld ? 0 : bytes.readUInt32LE(30);
  const height = Math.abs(signedHeight);
  if (width < 1 || height < 1) throw damaged(`its size is ${width}x${signedHeight}`);
  if (![1, 4, 8, 24, 32].includes(bits)) throw new FaultError(`a BMP of ${bits} bits a pixel`, SAVE_AS);
  if (compression !== 0 && !(compression === 3 && bits === 32 && hasUsualMasks(bytes, size))) {
    throw new FaultError("a compressed BMP", SAVE_AS);
  }
  const pixels = bytes.readUInt32LE(10);
  const rowBytes = 4 * Math.ceil((width * bits) / 32);
  if (pixels < FILE_HEADER + size || pixels + rowBytes * height > bytes.length) throw damaged(TRUNCATED);
  const entryBytes = isOld ? 3 : 4;
  const first = FILE_HEADER + size;
  const room = Math.floor((pixels - first) / entryBytes);
  const colours = bits > 8 ? 0 : Math.min(2 ** bits, room, (isOld ? 0 : bytes.readUInt32LE(46)) || 2 ** bits);
  const palette = new Uint8Array(3 * colours);
  for (let i = 0; i < colours; i++) {
    for (let c = 0; c < 3; c++) palette[3 * i + c] = bytes[first + i * entryBytes + 2 - c]!;
  }
  return { width, height, bits, topDown: signedHeight < 0, pixels, palette };
}

/** Whether a palette holds gray levels only. */
export function isGreyPalette(palette: Uint8Array): boolean {
  return palette.length > 0 && palette.every((value, i) => value === palette[i - (i % 3)]);
}

/** Whether the bit masks name the bytes blue, green and red, in this order. */
function hasUsualMasks(bytes: Buffer, size: number): boolean {
  const at = FILE_HEADER + 40;
  if (bytes.length < at + 12 || (size > 40 && size < 52)) return false;
  return [0xff0000, 0xff00, 0xff].every((mask, c) => bytes.readUInt32LE(at + 4 * c) === mask);
}

/**
 * Decode an uncompressed BMP file. The fourth byte of 32-bit pixels is ignored: few programs write it.
 *
 * @returns Gray if all palette colors are gray, otherwise RGB.
 * @throws FaultError as {@link bmpHeader}, or if a pixel has no color in the palette.
 */
export function decodeBmp(bytes: Buffer): DecodedPixels {
  const { width, height, bits, topDown, pixels, palette } = bmpHeader(bytes);
  const channels = isGreyPalette(palette) ? 1 : 3;
  const rowBytes = 4 * Math.ceil((width * bits) / 32);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, o = 0; y < height; y++) {
    const row = pixels + (topDown ? y : height - 1 - y) * rowBytes;
    for (let x = 0; x < width; x++) {
      if (bits >= 24) {
        const at = row + x * (bits / 8);
        for (let c = 2; c >= 0; c--) data[o++] = bytes[at + c]!;
        continue;
      }
      const bit = x * bits;
      const entry = (bytes[row + (bit >> 3)]! >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
      if (3 * entry >= palette.length) throw damaged("a pixel has no color in the palette");
      for (let c = 0; c < channels; c++) data[o++] = palette[3 * entry + c]!;
    }
  }
  return { width, height, storedChannels: channels, channels, data };
}
