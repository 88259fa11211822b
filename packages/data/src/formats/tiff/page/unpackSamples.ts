import type { PixelArray } from "@cellgen/filters";
import { newPixels, pixelArrays } from "../../../images/pixelType.ts";
import { floatsOfHalves } from "../../halfFloat.ts";
import type { PageLayout } from "./pageLayout.ts";
import { isPacked, sampleType } from "./sampleType.ts";
import { isBigEndianPredictor, undoPredictor } from "./undoPredictor.ts";

/** Bytes of a row of `values` samples. */
export function rowLength({ bits }: Pick<PageLayout, "bits">, values: number): number {
  return Math.ceil((values * bits) / 8);
}

/**
 * Convert the decompressed bytes of a strip or tile to samples.
 *
 * @param bytes - Rows of `width` pixels. The array is overwritten.
 * @param samples - Interleaved samples per pixel in these bytes.
 */
export function unpackSamples(
  bytes: Uint8Array,
  page: PageLayout,
  { width, rows, samples }: { readonly width: number; readonly rows: number; readonly samples: number },
): PixelArray {
  const { bits, predictor, sampleFormat, directory } = page;
  if (isPacked(bits)) return unpackBits(bytes, page, width * samples, rows);
  const bytesPerSample = bits / 8;
  const aligned = bytes.byteOffset % bytesPerSample === 0 ? bytes : new Uint8Array(bytes);
  if (!directory.file.isLittleEndian && !isBigEndianPredictor(predictor)) swapBytes(aligned, bytesPerSample);
  undoPredictor(predictor, aligned, { width, rows, samples, bytesPerSample });
  const { byteOffset } = aligned;
  const buffer = aligned.buffer as ArrayBuffer;
  const count = width * rows * samples;
  if (sampleFormat === "float" && bits === 16)
    return floatsOfHalves(new Uint16Array(buffer, byteOffset, count));
  return new pixelArrays[sampleType(page)](buffer, byteOffset, count);
}

/** Unpack samples that do not fill bytes, most significant bit first. Rows begin at a byte. */
function unpackBits(bytes: Uint8Array, page: PageLayout, valuesPerRow: number, rows: number): PixelArray {
  const { bits } = page;
  const values = newPixels(sampleType(page), valuesPerRow * rows);
  const stride = rowLength(page, valuesPerRow);
  const mask = 2 ** bits - 1;
  let i = 0;
  for (let row = 0; row < rows; row++) {
    let at = row * stride;
    let buffered = 0;
    let count = 0;
    for (let x = 0; x < valuesPerRow; x++) {
      while (count < bits) {
        buffered = ((buffered << 8) | bytes[at++]!) & 0xffffff;
        count += 8;
      }
      count -= bits;
      values[i++] = (buffered >> count) & mask;
    }
  }
  return values;
}

function swapBytes(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else buffer.swap64();
}
