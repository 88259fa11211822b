import { arrayKind, isDtype, type SafetensorsDtype } from "./dtypes.ts";
import { objectKeys } from "./objectKeys.ts";
import { SafetensorsError } from "./SafetensorsError.ts";

/** Position of a tensor in the data section, which follows the header. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  /** Offset of the first byte. */
  readonly begin: number;
}

export interface Header {
  /** Sorted by position in the data. */
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Record<string, string>;
}

/** Limit of the reference implementation, 100 MB: enough for about a million tensors. */
const maxHeaderBytes = 100_000_000;

/** Read the length of the header from the first 8 bytes of the file. */
export function readHeaderLength(first: Uint8Array, fileBytes: number): number {
  if (first.length < 8) {
    throw new SafetensorsError(
      `the file must have at least 8 bytes, got ${fileBytes}. The file is truncated or in another format`,
    );
  }
  const length = new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(fileBytes - 8)) {
    throw new SafetensorsError(
      `the header length of ${length} bytes exceeds the file size of ${fileBytes}. The file is truncated or in another format`,
    );
  }
  if (length > BigInt(maxHeaderBytes)) {
    throw new SafetensorsError(`the header must have at most ${maxHeaderBytes} bytes, got ${length}`);
  }
  return Number(length);
}

/**
 * Parse and check a header: every tensor has a known dtype and a matching size, and the tensors cover the data without gaps or overlaps.
 *
 * @param bytes - The bytes of the header.
 * @param dataBytes - Number of bytes after the header.
 */
export function parseHeader(bytes: Uint8Array, dataBytes: number): Header {
  const { __metadata__: metadata = {}, ...tensors } = parseObject(bytes);
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw new SafetensorsError("__metadata__ must be an object of strings");
  }
  const entries = Object.entries(tensors)
    .map(([name, entry]) => parseEntry(name, entry))
    .sort((a, b) => a.begin - b.begin || a.size - b.size);
  let end = 0;
  let previous = "";
  for (const entry of entries) {
    if (entry.begin !== end) {
      throw new SafetensorsError(
        `tensor ${quote(entry.name)} starts at byte ${entry.begin} of the data, ` +
          (entry.begin < end ? `inside ${quote(previous)}` : `with a gap after byte ${end}`),
      );
    }
    end += entry.size * arrayKind(entry.dtype).BYTES_PER_ELEMENT;
    previous = entry.name;
    if (end > dataBytes) {
      throw new SafetensorsError(
        `tensor ${quote(entry.name)} ends at byte ${end}, but there are only ${dataBytes} bytes of data. The file is truncated`,
      );
    }
  }
  if (end !== dataBytes) {
    throw new SafetensorsError(`${dataBytes - end} bytes after the last tensor are unused`);
  }
  return { entries, metadata: metadata as Record<string, string> };
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (cause) {
    throw new SafetensorsError("the header is not JSON in UTF-8. The file is damaged or in another format", {
      cause,
    });
  }
  if (!isRecord(header) || text[0] !== "{") {
    throw new SafetensorsError("the header must start with a JSON object");
  }
  const keys = objectKeys(text);
  if (keys.length > Object.keys(header).length) {
    const seen = new Set<string>();
    const repeated = keys.find((key) => seen.size === seen.add(key).size);
    throw new SafetensorsError(`tensor ${quote(repeated!)} occurs twice in the header`);
  }
  return header;
}

function parseEntry(name: string, entry: unknown): HeaderEntry {
  const fail = (what: string) => new SafetensorsError(`tensor ${quote(name)} ${what}`);
  if (!isRecord(entry)) throw fail("must be an object with dtype, shape and data_offsets");
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isDtype(dtype)) throw fail(`has unknown dtype ${shorten(dtype)}`);
  if (!isCounts(shape)) throw fail(`must have a shape of non-negative integers, got ${shorten(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0]! > offsets[1]!) {
    throw fail(`must have data_offsets [begin, end], got ${shorten(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  const bytes = arrayKind(dtype).BYTES_PER_ELEMENT;
  let size = 1;
  for (const dimension of shape) size *= dimension;
  // Beyond 2^53 the product is inexact, and Infinity times 0 is NaN: neither equals a difference of safe integers.
  if (!(Number.isSafeInteger(size * bytes) && size * bytes === end - begin)) {
    throw fail(
      `of shape ${shorten(shape)} and dtype ${dtype} needs ${size * bytes} bytes, but its data_offsets span ${end - begin}`,
    );
  }
  return { name, dtype, shape, size, begin };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

const quote = (name: string): string => JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name);

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
