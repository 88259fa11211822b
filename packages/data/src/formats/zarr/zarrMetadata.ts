import { z } from "zod";
import { damaged, FaultError } from "../faultError.ts";
import type { Compression } from "./decompressors.ts";
import type { ZarrFolder } from "./zarrFolder.ts";
import { dataTypeOfV2, fillValueOf, type ZarrType, zarrType } from "./zarrType.ts";

/** Metadata of a Zarr array of either version. */
export interface ZarrArrayMetadata {
  readonly shape: readonly number[];
  /** Shape of the pieces that are compressed. */
  readonly chunkShape: readonly number[];
  /** Shape of the files, if they hold several chunks. */
  readonly shardShape?: readonly number[];
  readonly hasIndexChecksum: boolean;
  readonly type: ZarrType;
  readonly isBigEndian: boolean;
  /** Order of the axes in the bytes of a chunk, slowest first. @default as in shape */
  readonly axisOrder?: readonly number[];
  readonly compressions: readonly Compression[];
  readonly keys: { readonly name: "v2" | "default"; readonly separator: "." | "/" };
  readonly fillValue: number;
}

const sides = z
  .array(
    z
      .number()
      .int()
      .min(0)
      .max(2 ** 40),
  )
  .min(1)
  .max(8);
const chunkSides = z
  .array(
    z
      .number()
      .int()
      .min(1)
      .max(2 ** 40),
  )
  .min(1)
  .max(8);
const configured = z.object({
  name: z.string(),
  configuration: z.record(z.string(), z.unknown()).optional(),
});

const arrayV2 = z.object({
  zarr_format: z.literal(2),
  shape: sides,
  chunks: chunkSides,
  dtype: z.string(),
  compressor: z.object({ id: z.string() }).loose().nullish(),
  fill_value: z.unknown(),
  order: z.enum(["C", "F"]).default("C"),
  filters: z.array(z.object({ id: z.string() }).loose()).nullish(),
  dimension_separator: z.enum([".", "/"]).default("."),
});

const arrayV3 = z.object({
  zarr_format: z.literal(3),
  node_type: z.literal("array"),
  shape: sides,
  data_type: z.string(),
  chunk_grid: z.object({ name: z.literal("regular"), configuration: z.object({ chunk_shape: chunkSides }) }),
  chunk_key_encoding: z.object({
    name: z.enum(["default", "v2"]),
    configuration: z.object({ separator: z.enum([".", "/"]).optional() }).optional(),
  }),
  fill_value: z.unknown(),
  codecs: z.array(configured).min(1).max(16),
});

const sharding = z.object({
  chunk_shape: chunkSides,
  codecs: z.array(configured).min(1).max(16),
  index_codecs: z.array(configured).max(4),
  index_location: z.enum(["start", "end"]).default("end"),
});

/**
 * Read the metadata of an array.
 *
 * @throws FaultError if there is none, or it is damaged or uses an unsupported type or codec.
 */
export async function readZarrArray(folder: ZarrFolder, key: string): Promise<ZarrArrayMetadata> {
  const v3 = await folder.readJson(`${key}/zarr.json`);
  const v2 = v3 === undefined ? await folder.readJson(`${key}/.zarray`) : undefined;
  if (v3 === undefined && v2 === undefined) throw damaged(`the array ${JSON.stringify(key)} is missing`);
  const metadata = v3 === undefined ? ofV2(parsed(arrayV2, v2, key)) : ofV3(parsed(arrayV3, v3, key));
  checkShapes(metadata, key);
  return metadata;
}

/** Parse metadata with a schema. @throws FaultError that names the first field that does not match. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown, key: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw damaged(
    `the metadata of ${JSON.stringify(key)} at ${issue?.path.join(".") || "its root"}: ${issue?.message}`,
  );
}

function ofV2(metadata: z.infer<typeof arrayV2>): ZarrArrayMetadata {
  const { shape, chunks, compressor, filters, order } = metadata;
  if (filters && filters.length > 0) throw unsupported("filter", filters[0]!.id);
  const { dataType, isBigEndian } = dataTypeOfV2(metadata.dtype);
  const type = zarrType(dataType);
  return {
    shape,
    chunkShape: chunks,
    hasIndexChecksum: false,
    type,
    isBigEndian,
    ...(order === "F" && { axisOrder: shape.map((_, axis) => shape.length - 1 - axis) }),
    compressions: compressor ? [compressionOf(compressor.id)] : [],
    keys: { name: "v2", separator: metadata.dimension_separator },
    fillValue: fillValueOf(metadata.fill_value, type),
  };
}

type Codec = z.infer<typeof configured>;

function ofV3(metadata: z.infer<typeof arrayV3>): ZarrArrayMetadata {
  const { shape, codecs, chunk_grid, chunk_key_encoding } = metadata;
  const { name, configuration } = chunk_key_encoding;
  const gridShape = chunk_grid.configuration.chunk_shape;
  const type = zarrType(metadata.data_type);
  const [first] = codecs;
  const isSharded = first?.name === "sharding_indexed";
  if (isSharded && codecs.length > 1) throw unsupported("codec around shards", codecs[1]!.name);
  const shards = isSharded ? parsed(sharding, first?.configuration, "sharding_indexed") : undefined;
  return {
    shape,
    chunkShape: shards?.chunk_shape ?? gridShape,
    ...(shards && { shardShape: gridShape }),
    hasIndexChecksum: shards ? hasChecksum(shards) : false,
    type,
    ...pipelineOf(shards?.codecs ?? codecs, shape.length),
    keys: { name, separator: configuration?.separator ?? (name === "v2" ? "." : "/") },
    fillValue: fillValueOf(metadata.fill_value, type),
  };
}

function hasChecksum({ index_codecs: codecs, index_location: location }: z.infer<typeof sharding>): boolean {
  if (location !== "end") throw unsupported("position of the index of shards", location);
  const [bytes, checksum, ...rest] = codecs;
  const isPlain = bytes?.name === "bytes" && bytes.configuration?.["endian"] !== "big" && rest.length === 0;
  if (!isPlain || (checksum && checksum.name !== "crc32c")) {
    throw unsupported("codec of the index of shards", codecs.map(({ name }) => name).join(", "));
  }
  return checksum !== undefined;
}

/** Split the codecs of Zarr 3 into transposition, byte order and compressions. */
function pipelineOf(
  codecs: readonly Codec[],
  rank: number,
): Pick<ZarrArrayMetadata, "isBigEndian" | "axisOrder" | "compressions"> {
  const place = codecs.findIndex(({ name }) => name === "bytes");
  if (place < 0) throw unsupported("codec", codecs[0]!.name);
  const before = codecs.slice(0, place);
  if (before.length > 1 || (before[0] && before[0].name !== "transpose")) {
    throw unsupported("codec", before.find(({ name }) => name !== "transpose")?.name ?? "transpose twice");
  }
  const order = before[0]?.configuration?.["order"];
  if (before[0] && !isPermutation(order, rank)) throw damaged("the order of transpose is no permutation");
  return {
    isBigEndian: codecs[place]!.configuration?.["endian"] === "big",
    ...(before[0] && { axisOrder: order as number[] }),
    compressions: codecs.slice(place + 1).map(({ name }) => compressionOf(name)),
  };
}

function isPermutation(order: unknown, rank: number): order is number[] {
  return Array.isArray(order) && order.length === rank && order.every((_, axis) => order.includes(axis));
}

const COMPRESSIONS: readonly string[] = [
  "zlib",
  "gzip",
  "zstd",
  "blosc",
  "lz4",
  "crc32c",
] satisfies Compression["id"][];

function compressionOf(name: string): Compression {
  const id = name.replace(/^numcodecs\./, "");
  if (!COMPRESSIONS.includes(id)) throw unsupported("codec", name);
  return { id: id as Compression["id"] };
}

function unsupported(what: string, name: string): FaultError {
  return new FaultError(
    `chunks with the unsupported ${what} ${JSON.stringify(name.slice(0, 40))}`,
    "Write them with blosc, zlib, gzip or zstd, or uncompressed.",
  );
}

/** Maximum size of a chunk: it is decompressed as one block. */
const MAX_CHUNK_BYTES = 2 ** 29;

function checkShapes({ shape, chunkShape, shardShape, type }: ZarrArrayMetadata, key: string): void {
  if (shape.some((side) => side === 0))
    throw new FaultError("an array without pixels", "Give another image.");
  if (chunkShape.length !== shape.length || (shardShape && shardShape.length !== shape.length)) {
    throw damaged(`the chunks of ${JSON.stringify(key)} have other axes than the array`);
  }
  if (shardShape?.some((side, axis) => side % chunkShape[axis]! !== 0)) {
    throw damaged(`the shards of ${JSON.stringify(key)} are no multiples of the chunks`);
  }
  const bytes = chunkShape.reduce((product, side) => product * side, bytesOf(type));
  if (bytes > MAX_CHUNK_BYTES) {
    throw new FaultError(
      `an array with chunks of ${bytes} bytes`,
      "Write it with smaller chunks, for example 1024 x 1024 pixels.",
    );
  }
}

/** Return the number of bytes of an element in the file. */
export function bytesOf({ stored }: ZarrType): number {
  return Number(/\d+$/.exec(stored)![0]) / 8;
}
