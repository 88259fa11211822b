import { damaged } from "../../faultError.ts";
import { unsupported } from "../tiffFaults.ts";
import { BIG_ENTRY, Directory, ENTRY } from "./directory.ts";
import type { TiffFile } from "./tiffFile.ts";

/** Maximum number of fields of a directory. Real ones have about 15 to 100. */
const MAX_ENTRIES = 4096;

/**
 * Read the chain of a TIFF file's directories, without the subdirectories that they refer to.
 *
 * @throws FaultError if the chain has a cycle, leaves the file, or its directories overlap.
 */
export async function readDirectories(file: TiffFile): Promise<Directory[]> {
  const directories: Directory[] = [];
  const visited = new Set<number>();
  let bytes = 0;
  for (let offset = await firstOffset(file); offset !== 0; ) {
    const what = `directory ${directories.length + 1}`;
    if (visited.has(offset)) throw damaged(`${what}: the chain of directories has a cycle`);
    visited.add(offset);
    const { entries, next } = await readEntries(file, offset, what);
    // The total is limited, so that overlapping directories cannot take more time than the file's size allows.
    bytes += entries.length;
    if (bytes > file.size) throw damaged(`${what}: directories overlap`);
    directories.push(new Directory(file, entries));
    offset = next;
  }
  if (directories.length === 0) throw damaged("the file has no directory");
  return directories;
}

async function firstOffset(file: TiffFile): Promise<number> {
  if (!file.isBig) return readUint(file, 4, 4, "header");
  const offsetSize = await readUint(file, 4, 2, "header");
  if (offsetSize !== 8) throw unsupported(`offsets of ${offsetSize} bytes`);
  return readUint(file, 8, 8, "header");
}

async function readEntries(
  file: TiffFile,
  offset: number,
  what: string,
): Promise<{ entries: Buffer; next: number }> {
  const countSize = file.isBig ? 8 : 2;
  const count = await readUint(file, offset, countSize, what);
  if (count === 0) throw damaged(`${what}: no fields`);
  if (count > MAX_ENTRIES) throw damaged(`${what}: ${count} fields`);
  const length = count * (file.isBig ? BIG_ENTRY : ENTRY);
  const at = offset + countSize;
  const entries = Buffer.from(await file.cachedBytes(at, length, what));
  return { entries, next: await readUint(file, at + length, file.isBig ? 8 : 4, what) };
}

async function readUint(file: TiffFile, offset: number, size: 2 | 4 | 8, what: string): Promise<number> {
  const bytes = await file.cachedBytes(offset, size, what);
  const little = file.isLittleEndian;
  if (size === 2) return little ? bytes.readUInt16LE() : bytes.readUInt16BE();
  if (size === 4) return little ? bytes.readUInt32LE() : bytes.readUInt32BE();
  return Number(little ? bytes.readBigUInt64LE() : bytes.readBigUInt64BE());
}
