import { promisify } from "node:util";
import { deflate, gzip } from "node:zlib";
import { registry } from "zarrita";
import { type Compression, decompress } from "./decompressors.ts";

/** Name of the codec in zarrita's registry: zarrita's own codecs trust the sizes in the chunks. */
export const CHUNK_CODEC = "cellgen.chunk";

/** Configuration of the codec. */
export interface ChunkCodec {
  readonly compressions: readonly Compression[];
  /** Bytes of a chunk without compression. */
  readonly size: number;
}

/** Add the codec to zarrita's registry, once. */
export function registerChunkCodec(): void {
  if (registry.has(CHUNK_CODEC)) return;
  const entry = {
    kind: "bytes_to_bytes",
    fromConfig: (configuration: unknown) => codecOf(configuration as ChunkCodec),
  };
  registry.set(CHUNK_CODEC, async () => entry as never);
}

function codecOf({ compressions, size }: ChunkCodec) {
  return {
    kind: "bytes_to_bytes",
    decode: (bytes: Uint8Array) => decompress(bytes, compressions, size),
    encode: (bytes: Uint8Array) => compress(bytes, compressions),
    // Only the index of shards asks for it, whose only "compression" is a checksum.
    computeEncodedSize: (decoded: number) => decoded + 4 * compressions.length,
  };
}

const compressors = { zlib: promisify(deflate), gzip: promisify(gzip) };

async function compress(bytes: Uint8Array, compressions: readonly Compression[]): Promise<Uint8Array> {
  let result = bytes;
  for (const { id, level = 1 } of compressions) {
    if (id !== "zlib" && id !== "gzip") throw new Error(`chunkCodec: ${id} is not written.`);
    result = await compressors[id](result, { level });
  }
  return result;
}
