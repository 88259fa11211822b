import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { encodeChunks, type SafetensorsInput } from "./encodeSafetensors.ts";

/**
 * Write a safetensors file atomically: to a temporary file in the same folder, synced to disk, then renamed.
 *
 * @param path - Path of the file. Its folder must exist.
 * @param tensors - As for `encodeSafetensors`. They are not copied: do not modify them until the promise is settled.
 * @throws The errors of `encodeSafetensors`, and the system error (`code` `"ENOENT"`, `"ENOSPC"` …). An existing file is then unchanged.
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, SafetensorsInput>>,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  // write-file-atomic takes the contents as one buffer, which would be a second copy of a large model.
  const chunks = encodeChunks("writeSafetensors", tensors, metadata);
  const beside = `${path}.${randomUUID()}.tmp`;
  const file = await open(beside, "wx");
  try {
    try {
      // Unlike a single write, writeFile writes all bytes or fails.
      for (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
