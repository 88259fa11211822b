import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { temporaryName } from "../writeFileAtomic.ts";

/** Destination of a TIFF file's bytes. */
export interface TiffSink {
  /** Position of the end. */
  readonly size: number;
  /** Append bytes. @returns their position. */
  append(bytes: Uint8Array): Promise<number>;
  /** Replace the first bytes. */
  writeHeader(bytes: Uint8Array): Promise<void>;
  /** Complete the file. */
  finish(): Promise<void>;
  /** Discard it. */
  discard(): Promise<void>;
}

/** Create a sink in memory. `result` returns its bytes. */
export function memorySink(): TiffSink & { result(): Uint8Array } {
  const parts: Uint8Array[] = [];
  let size = 0;
  let header: Uint8Array = new Uint8Array();
  return {
    get size() {
      return size;
    },
    async append(bytes) {
      const at = size;
      parts.push(bytes);
      size += bytes.length;
      return at;
    },
    async writeHeader(bytes) {
      header = bytes;
    },
    async finish() {},
    async discard() {},
    result() {
      const all = Buffer.concat(parts);
      all.set(header);
      return all;
    },
  };
}

/** Create a sink that writes a temporary file next to `file` and renames it at the end, so that `file` is never incomplete. */
export async function fileSink(file: string): Promise<TiffSink> {
  const temporary = path.join(path.dirname(file), temporaryName());
  const handle = await open(temporary, "wx");
  let size = 0;
  async function writeAt(bytes: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
    }
  }
  async function discard(): Promise<void> {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
  }
  return {
    get size() {
      return size;
    },
    async append(bytes) {
      const at = size;
      size += bytes.length;
      await writeAt(bytes, at);
      return at;
    },
    writeHeader: (bytes) => writeAt(bytes, 0),
    async finish() {
      try {
        await handle.sync();
        await handle.close();
        await rename(temporary, file);
      } catch (error) {
        await discard();
        throw error;
      }
    },
    discard,
  };
}
