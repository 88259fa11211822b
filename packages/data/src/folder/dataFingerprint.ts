import { createHash } from "node:crypto";
import type { ImageFolder } from "./imageFolder.ts";

/** A hash of a set of images: of the files' names, sizes and mean values, and of the classes. 16 hexadecimal digits. */
export function dataFingerprint({ files, classes }: ImageFolder): string {
  const digest = createHash("sha256").update(JSON.stringify(classes));
  for (const { name, width, height, mean } of files)
    digest.update(JSON.stringify([name, width, height, mean]));
  return digest.digest("hex").slice(0, 16);
}
