import { damaged } from "../../faultError.ts";

/**
 * Decompress PackBits: runs of literal bytes and of one repeated byte.
 *
 * @param length - Length of the result. Further bytes are ignored.
 * @see TIFF 6.0, Section 9.
 */
export function unpackPackBits(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  let filled = 0;
  while (filled < length && at < bytes.length) {
    const header = bytes[at++]!;
    if (header === 128) continue;
    const isRun = header > 128;
    const count = Math.min(isRun ? 257 - header : header + 1, length - filled);
    if (at + (isRun ? 1 : count) > bytes.length) break;
    if (isRun) out.fill(bytes[at++]!, filled, filled + count);
    else {
      out.set(bytes.subarray(at, at + count), filled);
      at += count;
    }
    filled += count;
  }
  if (filled < length) throw damaged(`PackBits data end after ${filled} of ${length} bytes`);
  return out;
}
