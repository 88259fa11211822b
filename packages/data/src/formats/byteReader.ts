import type { FileHandle } from "node:fs/promises";
import { damaged, FaultError } from "./faultError.ts";
import { openRegularFile } from "./openRegularFile.ts";

/** Bytes that are read by position. */
export interface ByteReader {
  /** Number of bytes. */
  readonly size: number;
  /**
   * Read a range of bytes.
   *
   * @returns New array that the caller owns, aligned to 8 bytes.
   * @throws FaultError if the range is not inside the bytes.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Open a file as a byte reader. The file is closed if it is empty or a folder. */
export async function openBytes(file: string): Promise<ByteReader> {
  const handle = await openRegularFile(file);
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new FaultError("an empty file", "Copy it again from its source.");
    return {
      size,
      read: (offset, length) => readRange(handle, size, offset, length),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Return a byte reader of an array in memory. */
export function bytesReader(bytes: Uint8Array): ByteReader {
  return {
    size: bytes.length,
    async read(offset, length) {
      checkRange(bytes.length, offset, length);
      return new Uint8Array(bytes.subarray(offset, offset + length));
    },
    async close() {},
  };
}

/** Return a byte reader of a part of another. Closing it closes the other. */
export function partReader(reader: ByteReader, start: number, size: number): ByteReader {
  checkRange(reader.size, start, size);
  return {
    size,
    async read(offset, length) {
      checkRange(size, offset, length);
      return await reader.read(start + offset, length);
    },
    close: () => reader.close(),
  };
}

async function readRange(handle: FileHandle, size: number, offset: number, length: number) {
  checkRange(size, offset, length);
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw damaged("the file became shorter while it was read");
    filled += bytesRead;
  }
  return bytes;
}

function checkRange(size: number, offset: number, length: number): void {
  const isInside = Number.isSafeInteger(offset) && offset >= 0 && length >= 0 && offset + length <= size;
  if (!isInside) throw damaged(`bytes ${offset} to ${offset + length} are outside its ${size} bytes`);
}
