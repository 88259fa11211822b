import { damaged } from "../../faultError.ts";
import { unsupported } from "../tiffFaults.ts";

const CLEAR = 256;
const END = 257;
const FIRST = 258;
const MAX_CODES = 4096;

/**
 * Decompress LZW with codes of 9 to 12 bits, most significant bit first. The codes widen one code early.
 *
 * A table entry is a stretch of the output: the previous string plus the byte after it, so that strings are copied, not rebuilt.
 *
 * @param length - Length of the result. Further bytes are ignored.
 * @see TIFF 6.0, Section 13.
 */
export function unpackLzw(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes[0] === 0 && (bytes[1]! & 1) === 1) throw unsupported("LZW data of the form before TIFF 5.0");
  const out = new Uint8Array(length);
  const starts = new Int32Array(MAX_CODES);
  const lengths = new Int32Array(MAX_CODES);
  let next = FIRST;
  let width = 9;
  let buffered = 0;
  let bits = 0;
  let at = 0;
  let filled = 0;
  let previousStart = -1;
  let previousLength = 0;
  while (filled < length) {
    while (bits < width) {
      if (at >= bytes.length) throw damaged(`LZW data end after ${filled} of ${length} bytes`);
      buffered = ((buffered << 8) | bytes[at++]!) & 0xffffff;
      bits += 8;
    }
    bits -= width;
    const code = (buffered >> bits) & ((1 << width) - 1);
    if (code === END) throw damaged(`LZW data end after ${filled} of ${length} bytes`);
    if (code === CLEAR) {
      next = FIRST;
      width = 9;
      previousStart = -1;
      continue;
    }
    const start = filled;
    if (previousStart >= 0 && next < MAX_CODES) {
      // The byte after the previous string is the first of this one: it is in place once this string is copied.
      starts[next] = previousStart;
      lengths[next] = previousLength + 1;
      next++;
    }
    if (code < CLEAR) out[filled++] = code;
    else {
      if (code >= next) throw damaged("LZW data have a code that is not in the table");
      let from = starts[code]!;
      const end = Math.min(filled + lengths[code]!, length);
      // Byte by byte: source and target may overlap.
      while (filled < end) out[filled++] = out[from++]!;
    }
    previousStart = start;
    previousLength = filled - start;
    if (next >= (1 << width) - 1 && width < 12) width++;
  }
  return out;
}
