import type { FileHandle } from "node:fs/promises";
import { COPY_AGAIN, damaged, FaultError } from "../../faultError.ts";
import { openRegularFile } from "../../openRegularFile.ts";

/** Bytes of a block of the cache. Directories are small and often lie between the pixels of the pages. */
const BLOCK = 4096;

/** Maximum number of cached blocks (16 MiB). */
const MAX_BLOCKS = 4096;

/** Number of blocks that are read together when blocks are read in their order. */
const BLOCKS_AHEAD = 16;

/** Opened TIFF file that is read by ranges. Every range is checked against the file's size before memory is allocated. */
export class TiffFile {
  readonly size: number;
  readonly isLittleEndian: boolean;
  /** Whether offsets have 64 bits. */
  readonly isBig: boolean;
  readonly #handle: FileHandle;
  readonly #blocks = new Map<number, Buffer>();

  private constructor(handle: FileHandle, size: number, signature: Signature) {
    this.#handle = handle;
    this.size = size;
    this.isLittleEndian = signature.isLittleEndian;
    this.isBig = signature.isBig;
  }

  /** @throws FaultError if the file is empty or not a TIFF, or the system's error. */
  static async open(path: string): Promise<TiffFile> {
    const handle = await openRegularFile(path);
    try {
      const head = Buffer.alloc(4);
      await handle.read(head, 0, 4, 0);
      const { size } = await handle.stat();
      if (size === 0) throw new FaultError("an empty file", COPY_AGAIN);
      return new TiffFile(handle, size, signatureOf(head));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Read exactly `length` bytes at an offset. */
  async bytes(offset: number, length: number, what: string): Promise<Buffer> {
    this.check(offset, length, what);
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; ) {
      const { bytesRead } = await this.#handle.read(bytes, at, length - at, offset + at);
      if (bytesRead === 0) throw damaged(`${what}: the file ended while it was read`);
      at += bytesRead;
    }
    return bytes;
  }

  /** Read a few bytes through the cache. The result must not be modified. */
  async cachedBytes(offset: number, length: number, what: string): Promise<Buffer> {
    this.check(offset, length, what);
    const first = Math.floor(offset / BLOCK);
    const last = Math.floor((offset + length - 1) / BLOCK);
    if (last - first > 1) return this.bytes(offset, length, what);
    const start = await this.#block(first);
    const at = offset - first * BLOCK;
    if (last <= first) return start.subarray(at, at + length);
    const end = await this.#block(last);
    return Buffer.concat([start.subarray(at), end.subarray(0, offset + length - last * BLOCK)]);
  }

  /** @throws FaultError if a range lies outside the file. */
  check(offset: number, length: number, what: string): void {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.size)) {
      throw damaged(`${what}: beyond the end of the file`);
    }
  }

  /** Release the cached blocks. */
  clearCache(): void {
    this.#blocks.clear();
  }

  async close(): Promise<void> {
    this.clearCache();
    await this.#handle.close();
  }

  async #block(index: number): Promise<Buffer> {
    const cached = this.#blocks.get(index);
    if (cached) return cached;
    const count = this.#blocks.has(index - 1) ? BLOCKS_AHEAD : 1;
    const offset = index * BLOCK;
    const bytes = await this.bytes(offset, Math.min(count * BLOCK, this.size - offset), "header");
    if (this.#blocks.size + count > MAX_BLOCKS) this.#blocks.clear();
    for (let at = 0; at < bytes.length; at += BLOCK) {
      this.#blocks.set(index + at / BLOCK, bytes.subarray(at, at + BLOCK));
    }
    return bytes.subarray(0, BLOCK);
  }
}

interface Signature {
  readonly isLittleEndian: boolean;
  readonly isBig: boolean;
}

/** Detect byte order and size of offsets: 42 marks a classic TIFF, 43 a BigTIFF. */
function signatureOf(head: Buffer): Signature {
  const mark = head.toString("latin1");
  if (!["II*\0", "MM\0*", "II+\0", "MM\0+"].includes(mark)) {
    throw new FaultError("not a TIFF by its content", "Save it again as TIFF.");
  }
  return { isLittleEndian: mark.startsWith("II"), isBig: mark.includes("+") };
}
