import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
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
  const bytes = typeof contents === "string" ? contents : bufferOf(contents);
  try {
    await writeFile(file, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENAMETOOLONG") throw error;
    await writeByShortName(file, bytes);
  }
}

/** Write a file whose name is so long that the name of a temporary file derived from it is too long. */
async function writeByShortName(file: string, contents: Buffer | string): Promise<void> {
  const temporary = path.join(path.dirname(path.resolve(file)), temporaryName());
  try {
    await writeFile(temporary, contents);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Return a short name for a temporary file. It begins with a dot, so that scans skip a file that is left after a power failure. */
export function temporaryName(): string {
  return `.cellgen-${randomUUID()}.tmp`;
}

/** Return a view of the bytes, without a copy. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
