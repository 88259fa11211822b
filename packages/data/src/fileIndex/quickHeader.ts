import { pngHeader } from "../formats/raster/pngHeader.ts";
import type { SourceHeader } from "../samples/selection/sourceHeader.ts";

/** Number of bytes at the beginning of a file that {@link quickHeader} needs for most files. */
export const QUICK_HEAD_BYTES = 2048;

/**
 * Read the metadata of a PNG or JPEG file from its first bytes, without a decoder.
 *
 * @param head - First bytes of the file.
 * @returns Undefined if the file is of another format, unusual, or its metadata lies beyond these bytes: open it.
 */
export function quickHeader(head: Buffer): SourceHeader | undefined {
  if (head.length >= 33 && head.toString("latin1", 0, 16) === "\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return ofPng(head);
  return head.length >= 4 && head.readUInt16BE(0) === 0xffd8 ? ofJpeg(head) : undefined;
}

const SINGLE = { images: 1, depth: 1, times: 1 } as const;

function ofPng(head: Buffer): SourceHeader | undefined {
  const [width, height] = [head.readUInt32BE(16), head.readUInt32BE(20)];
  const [bitDepth, colourType] = [head[24]!, head[25]!];
  const depths = PNG_DEPTHS.get(colourType);
  if (width === 0 || height === 0 || !depths?.includes(bitDepth)) return undefined;
  const { pixelSizeMicrometres } = pngHeader(head);
  return {
    format: "png",
    width,
    height,
    channels: colourType === 0 || colourType === 4 ? 1 : 3,
    pixelType: bitDepth === 16 ? "uint16" : "uint8",
    ...SINGLE,
    ...(pixelSizeMicrometres !== undefined && { pixelSizeMicrometres }),
  };
}

/** Bit depths of each color type of PNG: gray, RGB, palette, gray with alpha, RGB with alpha. */
const PNG_DEPTHS: ReadonlyMap<number, readonly number[]> = new Map([
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
]);

function ofJpeg(head: Buffer): SourceHeader | undefined {
  let isTurned = false;
  for (let at = 2; at + 10 <= head.length; ) {
    if (head[at] !== 0xff) return undefined;
    const code = head[at + 1]!;
    const length = head.readUInt16BE(at + 2);
    if (code < 0xc0 || (code >= 0xd0 && code <= 0xda) || length < 2) return undefined;
    if (code === 0xe1) {
      const orientation = exifOrientation(head.subarray(at + 4, at + 2 + length));
      if (orientation === undefined) return undefined;
      isTurned = orientation >= 5;
    }
    if (code <= 0xc2) {
      const [precision, height, width, channels] = [
        head[at + 4]!,
        head.readUInt16BE(at + 5),
        head.readUInt16BE(at + 7),
        head[at + 9]!,
      ];
      if (precision !== 8 || width === 0 || height === 0 || (channels !== 1 && channels !== 3))
        return undefined;
      const size = isTurned ? { width: height, height: width } : { width, height };
      return { format: "jpeg", ...size, channels, pixelType: "uint8", ...SINGLE };
    }
    // Only these segments precede the frame in usual files.
    if (code !== 0xc4 && code !== 0xdb && code !== 0xdd && code !== 0xfe && (code < 0xe0 || code > 0xef)) {
      return undefined;
    }
    at += 2 + length;
  }
  return undefined;
}

/** Return the orientation of the camera, 1 to 8, by a segment of Exif or other metadata; undefined if it cannot be read. */
function exifOrientation(segment: Buffer): number | undefined {
  if (segment.toString("latin1", 0, 6) !== "Exif\0\0") return 1;
  const tiff = segment.subarray(6);
  if (tiff.length < 8) return undefined;
  const isLittle = tiff.toString("latin1", 0, 2) === "II";
  const u16 = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const start = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (start + 2 > tiff.length) return undefined;
  for (let k = 0, at = start + 2; k < u16(start); k++, at += 12) {
    if (at + 12 > tiff.length) return undefined;
    if (u16(at) !== ORIENTATION_TAG) continue;
    const orientation = u16(at + 8);
    return orientation >= 1 && orientation <= 8 ? orientation : undefined;
  }
  return 1;
}

const ORIENTATION_TAG = 0x0112;
