import { createHash } from "node:crypto";
import { canonicalName } from "../images/indexOfName.ts";
import type { ImageFolder } from "./imageFolder.ts";

/** Return a hash of a set of images: file names, sizes, mean values and classes. 16 hexadecimal digits. */
export function dataFingerprint({ files, classes }: ImageFolder): string {
  const digest = createHash("sha256").update(JSON.stringify(classes));
  for (const { name, width, height, mean } of files)
    digest.update(JSON.stringify([canonicalName(name), width, height, mean]));
  return digest.digest("hex").slice(0, 16);
}
