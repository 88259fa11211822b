import { createHash } from "node:crypto";
import type { CellImage } from "../../images/cellImage.ts";

/** Return a digest of an image's size and pixels: the first 16 hexadecimal digits of a SHA-256. */
export function pixelDigest({ width, height, channels, data }: CellImage): string {
  return createHash("sha256")
    .update(`${width} ${height} ${channels} ${data.BYTES_PER_ELEMENT}\n`)
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest("hex")
    .slice(0, 16);
}
