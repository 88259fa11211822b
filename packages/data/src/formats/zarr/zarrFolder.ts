import { readdir } from "node:fs/promises";
import path from "node:path";
import { openBytes } from "../byteReader.ts";
import { damaged, FaultError } from "../faultError.ts";

/** Files of a Zarr folder. */
export interface ZarrFolder {
  /** Read a file, or a range of it. @returns Undefined if it does not exist. */
  read(key: string, maxBytes: number, range?: ByteRange): Promise<Uint8Array | undefined>;
  /** Read and parse a JSON file. @returns Undefined if it does not exist. */
  readJson(key: string): Promise<unknown>;
  /** List the names in a folder; [] if it does not exist. */
  list(key: string): Promise<string[]>;
}

export type ByteRange =
  | { readonly offset: number; readonly length: number }
  | { readonly suffixLength: number };

/** Maximum size of a metadata file. */
const MAX_JSON_BYTES = 2 ** 24;

export function zarrFolder(folder: string): ZarrFolder {
  const locate = (key: string): string => path.join(folder, ...keySegments(key));
  const read: ZarrFolder["read"] = async (key, maxBytes, range) => {
    const reader = await openBytes(locate(key)).catch(undefinedIfMissing);
    if (!reader) return undefined;
    try {
      const { offset, length } = absoluteRange(reader.size, range);
      if (length > maxBytes) throw damaged(`${key} has ${length} bytes; at most ${maxBytes} are expected`);
      return await reader.read(offset, length);
    } finally {
      await reader.close();
    }
  };
  return {
    read,
    async readJson(key) {
      const bytes = await read(key, MAX_JSON_BYTES);
      if (!bytes) return undefined;
      try {
        return JSON.parse(new TextDecoder().decode(bytes));
      } catch (error) {
        throw damaged(`${key} is not JSON`, { cause: error });
      }
    },
    async list(key) {
      return (await readdir(locate(key)).catch(undefinedIfMissing)) ?? [];
    },
  };
}

/**
 * Split a path of Zarr's metadata into its segments.
 *
 * @throws FaultError if it leaves the folder.
 */
export function keySegments(key: string): string[] {
  const segments = key.split("/").filter((segment) => segment !== "" && segment !== ".");
  const isUnsafe = segments.some((segment) => segment === ".." || /[\\\0:]/.test(segment));
  if (isUnsafe || segments.length > 64 || key.length > 4096) {
    throw new FaultError(
      `its metadata has the path ${JSON.stringify(key.slice(0, 80))}, which is not inside the folder`,
      "Write it again with an OME-Zarr writer.",
    );
  }
  return segments;
}

function absoluteRange(size: number, range: ByteRange | undefined): { offset: number; length: number } {
  if (!range) return { offset: 0, length: size };
  if (!("suffixLength" in range)) return range;
  return { offset: size - range.suffixLength, length: range.suffixLength };
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
}
