import sharp from "sharp";
import { damaged } from "../../faultError.ts";
import { unsupported } from "../tiffFaults.ts";

export interface JpegSegment {
  readonly width: number;
  /** Stored rows; the JPEG may have up to `maxHeight`. */
  readonly height: number;
  readonly maxHeight: number;
  readonly samples: number;
  /** Abbreviated JPEG stream with the tables of all segments. */
  readonly tables: Uint8Array | undefined;
  /** Whether three samples are stored as YCbCr, which is converted to RGB. */
  readonly isYcbcr: boolean;
}

/**
 * Decompress a strip or tile that is a JPEG stream without its tables.
 *
 * @returns Interleaved samples, `height` rows of `width` pixels.
 * @see TIFF Technical Note 2.
 */
export async function unpackJpeg(bytes: Uint8Array, segment: JpegSegment): Promise<Uint8Array> {
  const { width, height, maxHeight, samples, tables, isYcbcr } = segment;
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw damaged("JPEG data lack their signature");
  const frame = frameOf(bytes);
  if (frame.bits !== 8) throw unsupported(`${frame.bits}-bit JPEG compression`);
  if (frame.width !== width || frame.height < height || frame.height > maxHeight) {
    throw damaged(`JPEG data have ${frame.width}x${frame.height} instead of ${width}x${height} pixels`);
  }
  if (frame.components !== samples) {
    throw damaged(`JPEG data have ${frame.components} instead of ${samples} components`);
  }
  const jpeg = Buffer.concat([
    bytes.subarray(0, 2),
    tables ? withoutEnds(tables) : Buffer.alloc(0),
    samples === 3 && !isYcbcr ? RGB_MARKER : Buffer.alloc(0),
    bytes.subarray(2),
  ]);
  try {
    const { data, info } = await sharp(jpeg, {
      failOn: "warning",
      limitInputPixels: width * maxHeight,
      ignoreIcc: true,
    })
      .toColourspace(samples === 1 ? "b-w" : "srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.width !== width || info.channels !== samples) throw new Error("unexpected size");
    return data.subarray(0, width * height * samples);
  } catch (error) {
    throw damaged("JPEG data cannot be decompressed", { cause: error });
  }
}

/** Adobe marker with transform 0: the three components are red, green and blue. */
const RGB_MARKER = Buffer.from([0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0]);

/** Remove the markers of start and end. */
function withoutEnds(tables: Uint8Array): Uint8Array {
  const hasStart = tables[0] === 0xff && tables[1] === 0xd8;
  const { length } = tables;
  const hasEnd = tables[length - 2] === 0xff && tables[length - 1] === 0xd9;
  return tables.subarray(hasStart ? 2 : 0, hasEnd ? length - 2 : length);
}

interface Frame {
  readonly bits: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** Read the frame header, which precedes the first scan. */
function frameOf(bytes: Uint8Array): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length; ) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda) break;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      if (marker > 0xc2) throw unsupported("lossless or arithmetic JPEG compression");
      return {
        bits: view.getUint8(at + 4),
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
      };
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw damaged("JPEG data lack their frame header");
}
