import { mkdir } from "node:fs/promises";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";

/** Writes a file whole or not at all, making its folder first. */
export async function writeWhole(file: string, contents: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFileAtomic(file, typeof contents === "string" ? contents : Buffer.from(contents));
}
