import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { registry } from "zarrita";
import { damaged, FaultError } from "../faultError.ts";
import { crc32c } from "./crc32c.ts";

/** Compression of chunks. */
export interface Compression {
  readonly id: "zlib" | "gzip" | "zstd" | "blosc" | "lz4" | "crc32c";
  readonly level?: number;
}

/** Decompress a chunk. @throws FaultError if it does not have exactly `size` bytes; no more than that is allocated. */
type Decompress = (bytes: Uint8Array, size: number) => Promise<Uint8Array>;

const decompressors: Readonly<Record<Compression["id"], Decompress>> = {
  zlib: withNode(promisify(inflate)),
  gzip: withNode(promisify(gunzip)),
  async zstd(bytes, size) {
    checkZstdFrame(bytes, size);
    return await decodeWithRegistry("zstd", { level: 1 }, bytes);
  },
  async blosc(bytes, size) {
    checkBloscHeader(bytes, size);
    return await decodeWithRegistry("blosc", { cname: "lz4", clevel: 5, shuffle: 1, blocksize: 0 }, bytes);
  },
  async lz4(bytes, size) {
    if (bytes.length < 4 || view(bytes).getUint32(0, true) !== size) throw wrongSize();
    return await decodeWithRegistry("lz4", { acceleration: 1 }, bytes);
  },
  async crc32c(bytes) {
    const end = bytes.length - 4;
    if (end < 0 || view(bytes).getUint32(end, true) !== crc32c(bytes.subarray(0, end))) {
      throw damaged("the checksum of a chunk is wrong");
    }
    return bytes.subarray(0, end);
  },
};

/**
 * Undo the compressions of a chunk, the last one first.
 *
 * @param size - Bytes of the chunk without compression.
 * @throws FaultError if the chunk is damaged or has another size.
 */
export async function decompress(
  bytes: Uint8Array,
  compressions: readonly Compression[],
  size: number,
): Promise<Uint8Array> {
  let result = bytes;
  for (const { id } of compressions.toReversed()) {
    try {
      result = await decompressors[id](result, size);
    } catch (error) {
      if (error instanceof FaultError) throw error;
      throw damaged(`a chunk cannot be decompressed by ${id}`, { cause: error });
    }
  }
  if (result.length !== size) throw wrongSize();
  return result;
}

const wrongSize = (): FaultError => damaged("a chunk has a wrong size");
const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function withNode(
  run: (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>,
): Decompress {
  return async (bytes, size) => await run(bytes, { maxOutputLength: Math.max(1, size) });
}

/** Decode with the WebAssembly codecs of zarrita's registry. */
async function decodeWithRegistry(
  name: string,
  configuration: unknown,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const load = registry.get(name);
  if (!load) throw new FaultError(`chunks compressed by ${name}`, "Write them with zlib, gzip or zstd.");
  const codec = (await load()).fromConfig(configuration, {
    dataType: "uint8",
    shape: [],
    codecs: [],
    fillValue: null,
  });
  return (await codec.decode(bytes as never)) as unknown as Uint8Array;
}

/**
 * Check the header of a Blosc buffer: its size, and that its block size and compressed size fit.
 *
 * @see https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst
 */
function checkBloscHeader(bytes: Uint8Array, size: number): void {
  if (bytes.length < 16) throw wrongSize();
  const header = view(bytes);
  const blockSize = header.getUint32(8, true);
  if (header.getUint32(4, true) !== size || header.getUint32(12, true) !== bytes.length) throw wrongSize();
  if (blockSize > size || (blockSize === 0 && size > 0)) throw damaged("a chunk has a wrong block size");
}

const MAX_ZSTD_BLOCK = 2 ** 17;

/**
 * Check a Zstandard frame: the size that it states, or the maximum size of its blocks if it states none.
 *
 * @see RFC 8878, sections 3.1.1.1 (frame header) and 3.1.1.2 (blocks).
 */
function checkZstdFrame(bytes: Uint8Array, size: number): void {
  if (bytes.length < 6 || view(bytes).getUint32(0, true) !== 0xfd2fb528)
    throw damaged("a chunk is not Zstandard");
  const descriptor = bytes[4]!;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const sizeOffset = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  if (bytes.length < sizeOffset + sizeBytes) throw wrongSize();
  if (sizeBytes > 0) {
    if (statedSize(view(bytes), sizeOffset, sizeBytes) !== size) throw wrongSize();
    return;
  }
  let blocks = 0;
  for (let offset = sizeOffset, isLast = false; !isLast; blocks++) {
    if (offset + 3 > bytes.length) throw damaged("a chunk is truncated");
    const header = bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16);
    isLast = (header & 1) !== 0;
    const isRepeat = ((header >> 1) & 3) === 1;
    offset += 3 + (isRepeat ? 1 : header >> 3);
  }
  if (blocks * MAX_ZSTD_BLOCK > 4 * size + 8 * MAX_ZSTD_BLOCK) throw wrongSize();
}

function statedSize(header: DataView, offset: number, bytes: number): number {
  if (bytes === 1) return header.getUint8(offset);
  if (bytes === 2) return header.getUint16(offset, true) + 256;
  if (bytes === 4) return header.getUint32(offset, true);
  return Number(header.getBigUint64(offset, true));
}
