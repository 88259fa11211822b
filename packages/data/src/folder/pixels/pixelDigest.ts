import { createHash } from "node:crypto";
import type { CellImage } from "../../images/cellImage.ts";
import { type PixelType, pixelTypeOf } from "../../images/pixelType.ts";

/** Return a digest of an image's size and pixels: the first 16 hexadecimal digits of a SHA-256. */
export function pixelDigest({ width, height, channels, data }: CellImage): string {
  return createHash("sha256")
    .update(`${width} ${height} ${channels} ${typeKey(pixelTypeOf(data))}\n`)
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest("hex")
    .slice(0, 16);
}

/** Return the number of bytes of unsigned 8- and 16-bit values, or the name of another type. */
function typeKey(type: PixelType): string {
  return type === "uint8" ? "1" : type === "uint16" ? "2" : type;
}
