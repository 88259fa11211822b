import { promisify } from "node:util";
import { deflate } from "node:zlib";
import type { PixelArray } from "@cellgen/filters";
import { isFloatType, pixelTypeOf } from "../../images/pixelType.ts";
import type { TiffOptions } from "./tiffShape.ts";

const compress = promisify(deflate);

/**
 * Encode a strip or tile.
 *
 * @param pixels - Rows of `width` pixels of `samples` values each. Modified if a predictor is used.
 */
export async function segmentBytes(
  pixels: PixelArray,
  width: number,
  samples: number,
  { compression = "deflate", predictor = false }: TiffOptions,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  if (compression === "none") return bytes;
  if (!predictor) return await compress(bytes);
  if (!isFloatType(pixelTypeOf(pixels))) {
    differences(pixels, width * samples, samples);
    return await compress(bytes);
  }
  return await compress(floatDifferences(bytes, width * samples, pixels.BYTES_PER_ELEMENT, samples));
}

/** Replace each value of a row by its difference from the previous pixel, modulo the type. TIFF 6.0, section 14. */
function differences(values: PixelArray, rowLength: number, samples: number): void {
  for (let row = 0; row < values.length; row += rowLength) {
    for (let i = row + rowLength - 1; i >= row + samples; i--) values[i] = values[i]! - values[i - samples]!;
  }
}

/**
 * Split the values of each row into planes of bytes, most significant first, and take the differences of the bytes.
 *
 * @see Adobe Photoshop TIFF Technical Note 3, floating point predictor.
 */
function floatDifferences(bytes: Uint8Array, rowLength: number, size: number, samples: number): Uint8Array {
  const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  const rowBytes = rowLength * size;
  const out = new Uint8Array(bytes.length);
  for (let row = 0; row < bytes.length; row += rowBytes) {
    for (let i = 0; i < rowLength; i++) {
      for (let plane = 0; plane < size; plane++) {
        const at = isLittle ? size - 1 - plane : plane;
        out[row + plane * rowLength + i] = bytes[row + i * size + at]!;
      }
    }
    for (let i = row + rowBytes - 1; i >= row + samples; i--) out[i] = out[i]! - out[i - samples]!;
  }
  return out;
}
