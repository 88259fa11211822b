import { mkdtemp, rmdir, stat } from "node:fs/promises";
import path from "node:path";
import { shownPath } from "../terminal/shownPath.ts";
import { UsageError } from "../terminal/usageError.ts";

/**
 * Check that a folder can be created and written to, before the work starts: create a folder in the nearest existing folder and remove
 * it. Checking permissions is not enough: /proc rejects every new folder, and Node's recursive mkdir never returns there.
 *
 * @param flag - Flag that names the folder.
 * @throws UsageError if the folder, or its nearest existing parent, is not a folder or is not writable.
 */
export async function checkWritable(flag: string, folder: string): Promise<void> {
  let nearest = path.resolve(folder);
  let found = await stat(nearest).catch(() => undefined);
  while (!found && path.dirname(nearest) !== nearest) {
    nearest = path.dirname(nearest);
    found = await stat(nearest).catch(() => undefined);
  }
  const refuse = (reason: string, cause?: unknown): never => {
    throw new UsageError(
      `${flag} ${shownPath(folder)} cannot be written: ${reason}. Choose another ${flag}.`,
      { cause },
    );
  };
  if (found && !found.isDirectory()) refuse(`${shownPath(nearest)} is a file`);
  const made = await mkdtemp(path.join(nearest, ".cellgen-")).catch((error: NodeJS.ErrnoException) => {
    const isDenied = error.code === "EACCES" || error.code === "EPERM";
    return refuse(
      isDenied
        ? `no permission to write in ${shownPath(nearest)}`
        : `no folder can be created in ${shownPath(nearest)}`,
      error,
    );
  });
  await rmdir(made);
}
