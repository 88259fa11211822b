import { createHash } from "node:crypto";
import { canonicalName } from "../images/indexOfName.ts";
import type { ImageFolder } from "./imageFolder.ts";

/** Number of characters that are hashed at a time. */
const CHUNK = 2 ** 16;

/**
 * Return a hash of a set of images: file names, sizes, mean values and classes; of images that were not decoded, because the set is large, the
 * size of the file in place of the mean value. 16 hexadecimal digits.
 */
export function dataFingerprint({ files, classes }: ImageFolder): string {
  const digest = createHash("sha256");
  let text = JSON.stringify(classes);
  for (const { name, width, height, mean, bytes, plane } of files) {
    const { channels, projection } = plane ?? {};
    const selected = channels || projection ? [{ channels, projection }] : [];
    text += JSON.stringify([canonicalName(name), width, height, mean ?? { bytes }, ...selected]);
    if (text.length < CHUNK) continue;
    digest.update(text);
    text = "";
  }
  digest.update(text);
  return digest.digest("hex").slice(0, 16);
}
