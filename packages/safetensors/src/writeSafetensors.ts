import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { encodeChunks, type SafetensorsInput } from "./encodeSafetensors.ts";

/**
 * Writes a safetensors file whole or not at all: beside its place, synced to the disk, then renamed over what stood there.
 *
 * @param path - The file. Its folder must exist.
 * @param tensors - As for `encodeSafetensors`. They are not copied: leave them alone until the promise is settled.
 * @throws What `encodeSafetensors` throws, and the system's error (`code` `"ENOENT"`, `"ENOSPC"` …); then the old file still stands.
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, SafetensorsInput>>,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  // By hand, and not with write-file-atomic: that takes the contents as one buffer, which would be a second copy of a large model here.
  const chunks = encodeChunks("writeSafetensors", tensors, metadata);
  const beside = `${path}.${randomUUID()}.tmp`;
  const file = await open(beside, "wx");
  try {
    try {
      // writeFile, unlike a single write, goes on until every byte is written or an error comes.
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
