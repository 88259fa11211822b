import { promisify } from "node:util";
import { inflate } from "node:zlib";
import { damaged } from "../../faultError.ts";
import { unsupported } from "../tiffFaults.ts";
import { type JpegSegment, unpackJpeg } from "./unpackJpeg.ts";
import { unpackLzw } from "./unpackLzw.ts";
import { unpackPackBits } from "./unpackPackBits.ts";
import { unpackZstd } from "./unpackZstd.ts";

interface Compression {
  readonly name: string;
  /** Maximum number of bytes that one compressed byte can become; checked before memory is allocated. */
  readonly maxRatio: number;
  /** Whether the field Predictor applies. */
  readonly hasPredictor: boolean;
  unpack(bytes: Uint8Array, segment: CompressedSegment): Promise<Uint8Array> | Uint8Array;
}

/** What is known of a compressed strip or tile. */
export interface CompressedSegment extends JpegSegment {
  /** Bytes of the stored rows. */
  readonly length: number;
  /** Bytes that the data may have: a last strip may be padded. */
  readonly maxLength: number;
}

/** Compressions by their codes in a TIFF. */
const compressions: Readonly<Record<number, Compression>> = {
  5: {
    name: "LZW",
    maxRatio: 3000,
    hasPredictor: true,
    unpack: (bytes, { length }) => unpackLzw(bytes, length),
  },
  7: {
    name: "JPEG",
    maxRatio: 4096,
    hasPredictor: false,
    unpack: (bytes, segment) => unpackJpeg(bytes, segment),
  },
  8: { name: "deflate", maxRatio: 1040, hasPredictor: true, unpack: unpackDeflate },
  32773: {
    name: "PackBits",
    maxRatio: 64,
    hasPredictor: false,
    unpack: (bytes, { length }) => unpackPackBits(bytes, length),
  },
  32946: { name: "deflate", maxRatio: 1040, hasPredictor: true, unpack: unpackDeflate },
  50000: {
    name: "Zstandard",
    maxRatio: 44_000,
    hasPredictor: true,
    unpack: (bytes, { length }) => unpackZstd(bytes, length),
  },
};

const unsupportedNames: Readonly<Record<number, string>> = {
  2: "CCITT compression",
  3: "CCITT compression",
  4: "CCITT compression",
  6: "old-style JPEG compression",
  33003: "JPEG 2000 compression",
  33005: "JPEG 2000 compression",
  34712: "JPEG 2000 compression",
  34887: "LERC compression",
  34925: "LZMA compression",
  50001: "WebP compression",
  50002: "JPEG XL compression",
  52546: "JPEG XL compression",
};

/** Code of data that are not compressed. */
export const NO_COMPRESSION = 1;

/** Code of JPEG. */
export const JPEG_COMPRESSION = 7;

/** Return whether the field Predictor applies to a compression. */
export function hasPredictor(code: number): boolean {
  return compressions[code]?.hasPredictor ?? false;
}

/** @throws FaultError if a compression is not supported. */
export function checkCompression(code: number): void {
  if (code === NO_COMPRESSION || compressions[code]) return;
  throw unsupported(unsupportedNames[code] ?? `compression ${code}`);
}

/** @throws FaultError if `compressed` bytes cannot hold `length` bytes, or are more than compression ever needs. */
export function checkCompressedLength(code: number, compressed: number, length: number, what: string): void {
  const { name, maxRatio } = compressions[code]!;
  if (compressed * maxRatio + 64 < length) {
    throw damaged(`${what}: ${compressed} bytes of ${name} data cannot hold ${length} bytes`);
  }
  // Compression enlarges data little. The limit keeps small strips with long data from taking time.
  if (compressed > 2 * length + 65_536) {
    throw damaged(`${what}: ${compressed} bytes of ${name} data for ${length} bytes`);
  }
}

/**
 * Decompress a strip or tile.
 *
 * @returns `segment.length` bytes.
 * @throws FaultError if the data are damaged, or hold less or more than they should.
 */
export async function decompress(
  code: number,
  bytes: Uint8Array,
  segment: CompressedSegment,
): Promise<Uint8Array> {
  const unpacked = await compressions[code]!.unpack(bytes, segment);
  if (unpacked.length < segment.length) {
    throw damaged(`${compressions[code]!.name} data hold ${unpacked.length} of ${segment.length} bytes`);
  }
  return unpacked.length > segment.length ? unpacked.subarray(0, segment.length) : unpacked;
}

const inflateInThreadPool = promisify(inflate) as (
  bytes: Uint8Array,
  options: { maxOutputLength: number; chunkSize: number },
) => Promise<Buffer>;

/** Maximum bytes of zlib's output chunks. Large chunks need fewer copies. */
const MAX_CHUNK = 2 ** 22;

async function unpackDeflate(bytes: Uint8Array, { maxLength }: CompressedSegment): Promise<Uint8Array> {
  try {
    const chunkSize = Math.min(maxLength + 64, MAX_CHUNK);
    return await inflateInThreadPool(bytes, { maxOutputLength: maxLength, chunkSize });
  } catch (error) {
    throw damaged("deflate data cannot be decompressed", { cause: error });
  }
}
