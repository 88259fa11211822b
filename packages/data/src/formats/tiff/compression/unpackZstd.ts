import { randomBytes } from "node:crypto";
import * as zlib from "node:zlib";
import { decompress } from "fzstd";
import { damaged } from "../../faultError.ts";

const MAGIC = 0xfd2fb528;

/**
 * Decompress one Zstandard frame.
 *
 * @param length - Length of the result.
 * @throws FaultError if the data are damaged, or have another length.
 * @see RFC 8878, Section 3.1.1.
 */
export async function unpackZstd(bytes: Uint8Array, length: number): Promise<Uint8Array> {
  const frame = firstFrame(
    bytes,
    MAX_BLOCKS_PER_FULL_BLOCK * Math.ceil(length / FULL_BLOCK) + MIN_MAX_BLOCKS,
  );
  if (frame.contentSize !== undefined && frame.contentSize !== length) {
    throw damaged(`Zstandard data declare ${frame.contentSize} instead of ${length} bytes`);
  }
  try {
    const data = bytes.subarray(0, frame.end);
    return native ? await native(data, length) : unpackByFzstd(data, length, frame);
  } catch (error) {
    throw damaged("Zstandard data cannot be decompressed", { cause: error });
  }
}

type Decompress = (
  bytes: Uint8Array,
  options: { maxOutputLength: number },
  callback: (error: Error | null, result: Buffer) => void,
) => void;

const { zstdDecompress } = zlib as { readonly zstdDecompress?: Decompress };

/** Node's decompressor, in Node 22.15 and later, decompresses noisy images about 20 times as fast. */
const native =
  zstdDecompress &&
  ((bytes: Uint8Array, length: number): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      zstdDecompress(bytes, { maxOutputLength: length }, (error, result) =>
        error ? reject(error) : resolve(result),
      );
    }));

/** Maximum number of bytes of a block without compression. */
const FULL_BLOCK = 2 ** 17;

/** Maximum number of blocks: compressors divide full blocks into few parts, but blocks without content would take unlimited time. */
const MAX_BLOCKS_PER_FULL_BLOCK = 16;
const MIN_MAX_BLOCKS = 64;

/**
 * Decompress in JavaScript. fzstd does not report the length of the result: bytes beyond it are dropped, missing ones are 0. A block of random
 * bytes is therefore appended, which must follow the result.
 */
function unpackByFzstd(bytes: Uint8Array, length: number, { lastBlock, endOfBlocks }: Frame): Uint8Array {
  const mark = randomBytes(MARK_BYTES);
  const marked = new Uint8Array(endOfBlocks + 3 + MARK_BYTES);
  marked.set(bytes.subarray(0, endOfBlocks));
  marked[lastBlock]! &= 0xfe;
  // No block follows, and its bytes are stored as they are.
  marked[endOfBlocks] = (MARK_BYTES << 3) | 1;
  marked.set(mark, endOfBlocks + 3);
  marked[DESCRIPTOR]! &= ~CHECKSUM;
  const result = decompress(marked, new Uint8Array(length + MARK_BYTES));
  if (!mark.equals(result.subarray(length))) throw damaged(`Zstandard data do not hold ${length} bytes`);
  return result.subarray(0, length);
}

const MARK_BYTES = 16;

/** Position of the frame header's descriptor, and its flag of a checksum after the last block. */
const DESCRIPTOR = 4;
const CHECKSUM = 4;

/** Positions in a frame. */
interface Frame {
  readonly end: number;
  /** Header of the last block. */
  readonly lastBlock: number;
  readonly endOfBlocks: number;
  readonly contentSize: number | undefined;
}

/** Find the end of the first frame, because the decompressor allocates memory for each frame. */
function firstFrame(bytes: Uint8Array, maxBlocks: number): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const uint = (at: number, size: number): number => {
    if (at + size > bytes.length) throw damaged("Zstandard data are truncated");
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + view.getUint8(at + i);
    return value;
  };
  if (uint(0, 4) !== MAGIC) throw damaged("Zstandard data lack their signature");
  const descriptor = uint(DESCRIPTOR, 1);
  const sizeFlag = descriptor >> 6;
  const isSingleSegment = (descriptor & 32) !== 0;
  const hasChecksum = (descriptor & CHECKSUM) !== 0;
  const dictionarySize = [0, 1, 2, 4][descriptor & 3]!;
  const contentSizeAt = 5 + (isSingleSegment ? 0 : 1) + dictionarySize;
  const contentSizeSize = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 1 << sizeFlag;
  const contentSize =
    contentSizeSize === 0
      ? undefined
      : uint(contentSizeAt, contentSizeSize) + (contentSizeSize === 2 ? 256 : 0);
  let at = contentSizeAt + contentSizeSize;
  let lastBlock = at;
  let blocks = 0;
  for (let isLast = false; !isLast; ) {
    if (++blocks > maxBlocks) throw damaged(`Zstandard data have more than ${maxBlocks} blocks`);
    lastBlock = at;
    const header = uint(at, 3);
    isLast = (header & 1) === 1;
    // A run-length block stores one byte.
    at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
  }
  const end = at + (hasChecksum ? 4 : 0);
  if (end > bytes.length) throw damaged("Zstandard data are truncated");
  return { end, lastBlock, endOfBlocks: at, contentSize };
}
