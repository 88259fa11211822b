import type { PixelArray } from "@cellgen/filters";
import pLimit from "p-limit";
import * as zarr from "zarrita";
import { damaged, FaultError } from "../faultError.ts";
import { floatsOfHalves } from "../halfFloat.ts";
import { CHUNK_CODEC, type ChunkCodec, registerChunkCodec } from "./chunkCodec.ts";
import type { ByteRange, ZarrFolder } from "./zarrFolder.ts";
import { bytesOf, type ZarrArrayMetadata } from "./zarrMetadata.ts";

/** Part of an array along each axis: an index, or a range whose end is exclusive. */
type ZarrSelection = readonly (number | readonly [start: number, end: number])[];

/** Values of a part of an array, without the axes that an index selects. */
interface ZarrRegion {
  readonly data: PixelArray;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** Zarr array whose chunks are read and decoded on demand. */
export interface ZarrArray {
  readonly metadata: ZarrArrayMetadata;
  read(selection: ZarrSelection): Promise<ZarrRegion>;
}

/** Chunks that are decoded at a time. */
const CONCURRENCY = 4;
/** Maximum number of chunks of one read. */
const MAX_CHUNKS = 100_000;

/** Open an array for reading. */
export function zarrArray(folder: ZarrFolder, key: string, metadata: ZarrArrayMetadata): ZarrArray {
  const array = new CachedArray(readableStore(folder, metadata), `/${key}`, zarritaMetadata(metadata));
  return {
    metadata,
    async read(selection) {
      checkChunkCount(metadata, selection);
      const slices = selection.map((part) =>
        typeof part === "number" ? part : zarr.slice(part[0], part[1]),
      );
      const region = await zarr.get(array, slices, { createQueue: chunkQueue }).catch(unwrapped);
      if (typeof region === "number") throw new RangeError("zarrArray: the selection must have a range.");
      const stored: PixelArray = region.data;
      const data = stored instanceof Uint16Array && metadata.type.isHalf ? floatsOfHalves(stored) : stored;
      return { data, shape: region.shape, stride: region.stride };
    },
  };
}

/** Bytes of decoded chunks that are kept: neighboring windows and small images share chunks. */
const CACHE_BYTES = 2 ** 24;

/** Array that keeps the chunks that were decoded last. */
class CachedArray extends zarr.Array<zarr.Uint8, ReturnType<typeof readableStore>> {
  #chunks = new Map<string, zarr.Chunk<zarr.Uint8>>();
  #bytes = 0;

  override async getChunk(coordinates: number[], options?: zarr.GetOptions): Promise<zarr.Chunk<zarr.Uint8>> {
    const key = coordinates.join("/");
    const chunk = this.#take(key) ?? (await super.getChunk(coordinates, options));
    this.#take(key);
    this.#chunks.set(key, chunk);
    this.#bytes += chunk.data.byteLength;
    for (const oldest of this.#chunks.keys()) {
      if (this.#bytes <= CACHE_BYTES) break;
      this.#take(oldest);
    }
    return chunk;
  }

  /** Remove a chunk, so that it is the newest when it is added again. */
  #take(key: string): zarr.Chunk<zarr.Uint8> | undefined {
    const chunk = this.#chunks.get(key);
    if (chunk && this.#chunks.delete(key)) this.#bytes -= chunk.data.byteLength;
    return chunk;
  }
}

/** Convert metadata to zarrita's form, with the bounded codec in place of zarrita's compressions. */
export function zarritaMetadata(metadata: ZarrArrayMetadata): zarr.ArrayMetadata<zarr.Uint8> {
  registerChunkCodec();
  const { chunkShape, shardShape, type, isBigEndian, axisOrder, compressions, hasIndexChecksum } = metadata;
  const size = chunkShape.reduce((product, side) => product * side, bytesOf(type));
  const codecs: zarr.CodecMetadata[] = [
    ...(axisOrder ? [{ name: "transpose", configuration: { order: axisOrder } }] : []),
    { name: "bytes", configuration: { endian: isBigEndian ? "big" : "little" } },
    chunkCodec({ compressions, size }),
  ];
  const entries = (shardShape ?? chunkShape).reduce(
    (product, side, axis) => product * (side / chunkShape[axis]!),
    2,
  );
  const indexCodecs: zarr.CodecMetadata[] = [
    { name: "bytes", configuration: { endian: "little" } },
    chunkCodec({ compressions: hasIndexChecksum ? [{ id: "crc32c" }] : [], size: 8 * entries }),
  ];
  const sharded = {
    name: "sharding_indexed",
    configuration: { chunk_shape: chunkShape, codecs, index_codecs: indexCodecs, index_location: "end" },
  };
  return {
    zarr_format: 3,
    node_type: "array",
    shape: [...metadata.shape],
    data_type: type.stored as zarr.Uint8,
    chunk_grid: { name: "regular", configuration: { chunk_shape: [...(shardShape ?? chunkShape)] } },
    chunk_key_encoding: { name: metadata.keys.name, configuration: { separator: metadata.keys.separator } },
    codecs: shardShape ? [sharded] : codecs,
    fill_value: metadata.fillValue,
    attributes: {},
  };
}

const chunkCodec = (configuration: ChunkCodec): zarr.CodecMetadata => ({
  name: CHUNK_CODEC,
  configuration: { ...configuration },
});

function readableStore(folder: ZarrFolder, metadata: ZarrArrayMetadata) {
  const size = metadata.chunkShape.reduce((product, side) => product * side, bytesOf(metadata.type));
  // Incompressible data grow by less than an eighth. The index of a shard has 16 bytes a chunk.
  const maxBytes = size + size / 8 + 2 ** 16;
  const maxRange = (range: ByteRange) => ("suffixLength" in range ? 2 ** 26 : maxBytes);
  return {
    get: (key: string) => folder.read(key, maxBytes),
    getRange: (key: string, range: ByteRange) => folder.read(key, maxRange(range), range),
  };
}

function checkChunkCount({ chunkShape }: ZarrArrayMetadata, selection: ZarrSelection): void {
  const chunks = selection.reduce<number>((product, part, axis) => {
    if (typeof part === "number") return product;
    const side = chunkShape[axis]!;
    return product * (Math.ceil(part[1] / side) - Math.floor(part[0] / side));
  }, 1);
  if (chunks > MAX_CHUNKS) {
    throw new FaultError(
      `${chunks} chunks in one window; the limit is ${MAX_CHUNKS}`,
      "Read it in smaller windows, or write it with larger chunks.",
    );
  }
}

/** Queue of zarrita's form that runs a few tasks at a time and stops at the first error. */
function chunkQueue() {
  const limit = pLimit(CONCURRENCY);
  const tasks: Promise<void>[] = [];
  return {
    add(task: () => Promise<void>): void {
      const running = limit(task);
      running.catch(() => limit.clearQueue());
      tasks.push(running);
    },
    onIdle: () => Promise.all(tasks),
  };
}

/** Throw the cause of zarrita's error that concerns the file. */
function unwrapped(error: unknown): never {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof FaultError || typeof (cause as NodeJS.ErrnoException).syscall === "string")
      throw cause;
  }
  const message = error instanceof Error ? error.message : String(error);
  throw damaged(message, { cause: error });
}
