import { mkdir } from "node:fs/promises";
import path from "node:path";
import writeFile from "write-file-atomic";

/** Write a file atomically. Creates its folder. */
export async function writeFileAtomic(file: string, contents: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, typeof contents === "string" ? contents : Buffer.from(contents));
}
