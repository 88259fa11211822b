import { statSync } from "node:fs";
import path from "node:path";
import { shownPath } from "../../terminal/shownPath.ts";
import { UsageError } from "../../terminal/usageError.ts";

/** Split `--images A,B` into two files. @throws UsageError unless both files exist. */
export function twoFiles(images: string): readonly [from: string, to: string] {
  const isFile = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
  const parts = images.split(",");
  // File names may contain commas.
  for (let at = 1; at < parts.length; at++) {
    const pair = [parts.slice(0, at).join(","), parts.slice(at).join(",")] as const;
    if (pair.every(isFile)) return pair;
  }
  const missing = parts.find((part) => !isFile(part)) ?? images;
  throw new UsageError(
    `--images ${images}: there is no file ${shownPath(path.resolve(missing))}. Give two images as A,B, such as a.png,b.png.`,
  );
}
