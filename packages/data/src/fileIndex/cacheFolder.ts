import { homedir } from "node:os";
import path from "node:path";

/** Folder in a folder of images with files that can be made again. */
export const CACHE_FOLDER = ".cellgen";

/** Return the user's folder for files that can be made again: in `$XDG_CACHE_HOME`, or `~/.cache`. */
export function userCacheFolder(): string {
  const { XDG_CACHE_HOME: base } = process.env;
  // The specification ignores relative paths.
  const root = base && path.isAbsolute(base) ? base : path.join(homedir(), ".cache");
  return path.join(root, "cellgen");
}
