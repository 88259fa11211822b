import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import yauzl from "yauzl";
import { type ByteReader, bytesReader, openBytes, partReader } from "../byteReader.ts";
import { damaged, FaultError } from "../faultError.ts";

/** Archive of .npy arrays. */
export interface NpzArchive {
  /** Names of the arrays, without the extension, in the order of the archive. */
  readonly names: readonly string[];
  /** Size of an array in bytes, with its header. */
  sizeOf(name: string): number;
  /** Open an array. Compressed arrays are decompressed: large ones to a temporary file. */
  open(name: string): Promise<ByteReader>;
  close(): void;
}

/** Arrays up to this size are decompressed in memory, and their checksums are checked if they are not compressed. */
const MAX_BYTES_IN_MEMORY = 2 ** 26;
const MAX_ENTRIES = 10_000;
/** Deflate cannot compress to less than 1/1032 of the size. */
const MAX_DEFLATE_RATIO = 1032;
/** Maximum ratio of an array that is decompressed to a file: images compress to a fifth, masks to a fiftieth. */
const MAX_LARGE_RATIO = 200;

const STORED = 0;
const DEFLATED = 8;

/**
 * Open a .npz file: a zip archive of .npy files. Other entries are ignored.
 *
 * @throws FaultError if it is no zip archive, or an entry has an unsafe name, a name used twice, or sizes that cannot be right.
 */
export async function openNpzArchive(file: string): Promise<NpzArchive> {
  const reader = await openBytes(file);
  const { size } = reader;
  await reader.close();
  const zip = await unzipping(() =>
    yauzl.openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true }),
  );
  try {
    const entries = await unzipping(() => npyEntries(zip, size));
    const entryOf = (name: string): yauzl.Entry => {
      const entry = entries.get(name);
      if (!entry) throw new FaultError(`without the array ${JSON.stringify(name)}`, "Choose another array.");
      return entry;
    };
    return {
      names: [...entries.keys()],
      sizeOf: (name) => entryOf(name).uncompressedSize,
      open: (name) => unzipping(() => openEntry(file, zip, entryOf(name))),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Run a step of yauzl, whose errors concern the archive. */
async function unzipping<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof FaultError || typeof (error as NodeJS.ErrnoException).syscall === "string")
      throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw damaged(reason.replace(/\.?\s*$/, ""), { cause: error });
  }
}

async function npyEntries(zip: yauzl.ZipFile, fileSize: number): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > MAX_ENTRIES) throw damaged(`the archive has ${zip.entryCount} entries`);
  const entries = new Map<string, yauzl.Entry>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName, compressedSize, uncompressedSize, compressionMethod } = entry;
    // An archive of overlapping entries expands to more than its bytes allow.
    total += compressedSize;
    if (total > fileSize) throw damaged("the entries of the archive are larger than the file");
    if (!fileName.endsWith(".npy")) continue;
    const name = fileName.slice(0, -".npy".length);
    if (entries.has(name)) throw damaged(`the archive has ${JSON.stringify(fileName)} twice`);
    if (entry.isEncrypted()) throw new FaultError("an encrypted archive", "Extract it, and save it again.");
    if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
      throw new FaultError(
        `an archive compressed by method ${compressionMethod}`,
        "Write it with numpy.savez or numpy.savez_compressed.",
      );
    }
    const limit = compressionMethod === STORED ? compressedSize : compressedSize * MAX_DEFLATE_RATIO;
    if (uncompressedSize > limit) throw damaged(`${JSON.stringify(fileName)} has a wrong size`);
    if (uncompressedSize > Math.max(MAX_BYTES_IN_MEMORY, compressedSize * MAX_LARGE_RATIO)) {
      throw new FaultError(
        `an archive that expands from ${compressedSize} to ${uncompressedSize} bytes`,
        "Write it with numpy.savez, without compression.",
      );
    }
    entries.set(name, entry);
  }
  return entries;
}

async function openEntry(file: string, zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<ByteReader> {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (compressionMethod === STORED) {
    if (compressedSize !== uncompressedSize)
      throw damaged(`${JSON.stringify(entry.fileName)} has a wrong size`);
    if (uncompressedSize <= MAX_BYTES_IN_MEMORY) {
      await pipeline(checked(await zip.openReadStreamPromise(entry), entry), discard);
    }
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const whole = await openBytes(file);
    try {
      return partReader(whole, fileDataStart, compressedSize);
    } catch (error) {
      await whole.close();
      throw error;
    }
  }
  const stream = checked(await zip.openReadStreamPromise(entry), entry);
  return uncompressedSize <= MAX_BYTES_IN_MEMORY
    ? bytesReader(Buffer.concat(await array(stream)))
    : inTemporaryFile(stream);
}

/** Pass the parts of an entry on, and check its size and checksum at the end. */
async function* checked(stream: Readable, entry: yauzl.Entry): AsyncGenerator<Uint8Array> {
  let size = 0;
  let checksum = 0;
  for await (const part of stream as AsyncIterable<Uint8Array>) {
    size += part.length;
    checksum = crc32(part, checksum);
    yield part;
  }
  if (size !== entry.uncompressedSize || checksum !== entry.crc32) {
    throw damaged(`the checksum of ${JSON.stringify(entry.fileName)} is wrong`);
  }
}

async function discard(parts: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of parts);
}

async function array(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

async function inTemporaryFile(parts: AsyncIterable<Uint8Array>): Promise<ByteReader> {
  const temporary = path.join(tmpdir(), `cellgen-${randomUUID()}.npy`);
  const remove = () => rm(temporary, { force: true });
  try {
    await pipeline(parts, createWriteStream(temporary, { flags: "wx", mode: 0o600 }));
    const reader = await openBytes(temporary);
    // An open file can be removed, so that no copy stays behind if the process ends early. Windows refuses; there it is removed at the end.
    await remove().catch(() => {});
    return {
      ...reader,
      async close() {
        await reader.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
