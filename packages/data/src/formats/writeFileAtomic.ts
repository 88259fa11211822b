import { mkdir } from "node:fs/promises";
import path from "node:path";
import writeFile from "write-file-atomic";

export interface WriteFileOptions {
  /** Create the folder of the file, and those above it, if they do not exist. @default false */
  readonly createFolder?: boolean;
}

/**
 * Write a file atomically: a reader finds the old contents or the new ones, and after a failure the old file is left.
 *
 * @throws The system error if the file cannot be written.
 */
export async function writeFileAtomic(
  file: string,
  contents: Uint8Array | string,
  { createFolder = false }: WriteFileOptions = {},
): Promise<void> {
  if (createFolder) await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, typeof contents === "string" ? contents : bufferOf(contents));
}

/** Return a view of the bytes, without a copy. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
