import { crc32 } from "node:zlib";

/** Bytes of a chunk in addition to its data: length, type and checksum. */
const CHUNK_FRAME = 12;

/**
 * Write the pixel size into the pHYs chunk of a PNG file, which stores an integer number of pixels per meter.
 *
 * @param png - PNG file with a pHYs chunk, as sharp writes it. Modified in place.
 */
export function setPixelSize(png: Buffer, micrometres: number): void {
  const pixelsPerMetre = Math.min(Math.round(1e6 / micrometres), 2 ** 31 - 1);
  for (let at = 8; at < png.length; at += CHUNK_FRAME + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) !== "pHYs") continue;
    png.writeUInt32BE(pixelsPerMetre, at + 8);
    png.writeUInt32BE(pixelsPerMetre, at + 12);
    // The unit is the meter.
    png.writeUInt8(1, at + 16);
    png.writeUInt32BE(crc32(png.subarray(at + 4, at + 17)), at + 17);
    return;
  }
}
