import { crc32 } from "node:zlib";

/** Bytes of a chunk besides its data: length, type and checksum. */
const CHUNK_FRAME = 12;

/**
 * Writes the size of a pixel into a PNG file's pHYs chunk, which holds whole pixels per metre.
 *
 * @param png - With a pHYs chunk, as sharp writes it. It is changed.
 */
export function setPixelSize(png: Buffer, micrometres: number): void {
  const pixelsPerMetre = Math.min(Math.round(1e6 / micrometres), 2 ** 31 - 1);
  for (let at = 8; at < png.length; at += CHUNK_FRAME + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) !== "pHYs") continue;
    png.writeUInt32BE(pixelsPerMetre, at + 8);
    png.writeUInt32BE(pixelsPerMetre, at + 12);
    // The unit is the metre.
    png.writeUInt8(1, at + 16);
    png.writeUInt32BE(crc32(png.subarray(at + 4, at + 17)), at + 17);
    return;
  }
}
