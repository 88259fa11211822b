import { type FileHandle, open } from "node:fs/promises";
import type { Safetensors, SafetensorsEntry } from "./decodeSafetensors.ts";
import { arrayKind } from "./dtypes.ts";
import { parseHeader, readHeaderLength } from "./header.ts";
import { SafetensorsError } from "./SafetensorsError.ts";

/** Maximum bytes per read. The operating system limits a read to 2 GiB. */
const maxReadBytes = 1 << 30;

/**
 * Read a safetensors file. The header is checked against the file size before memory is allocated for the data, so that damaged or
 * malicious files cannot exhaust memory.
 *
 * @returns The tensors, each with a separate array.
 * @throws SafetensorsError naming the path and the tensor if the file is damaged; the system error (`code` `"ENOENT"` …) if it cannot be
 * read.
 */
export async function readSafetensors(path: string): Promise<Safetensors> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const first = await readBytes(file, new Uint8Array(Math.min(size, 8)), 0);
    const headerLength = readHeaderLength(first, size);
    const header = await readBytes(file, new Uint8Array(headerLength), 8);
    const dataBegin = 8 + headerLength;
    const { entries, metadata } = parseHeader(header, size - dataBegin);
    const tensors: [string, SafetensorsEntry][] = [];
    for (const { name, dtype, shape, size, begin } of entries) {
      const data = new (arrayKind(dtype))(size);
      await readBytes(file, new Uint8Array(data.buffer), dataBegin + begin);
      tensors.push([name, { dtype, shape, data }]);
    }
    return { tensors: Object.fromEntries(tensors), metadata };
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new SafetensorsError(`readSafetensors: ${path}: ${error.message}.`, { cause: error.cause });
  } finally {
    await file.close();
  }
}

async function readBytes(file: FileHandle, bytes: Uint8Array, position: number): Promise<Uint8Array> {
  let done = 0;
  while (done < bytes.length) {
    const length = Math.min(bytes.length - done, maxReadBytes);
    const { bytesRead } = await file.read(bytes, done, length, position + done);
    if (bytesRead === 0) throw new SafetensorsError("the file was truncated while it was read");
    done += bytesRead;
  }
  return bytes;
}
