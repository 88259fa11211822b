import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";
import { shownPath } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";

/**
 * Checks that a folder can be made and written to, before work is done whose result goes there.
 *
 * @param flag - Where the folder was given.
 * @throws UsageError if it, or the nearest folder above it that exists, is no folder or may not be written to.
 */
export async function checkWritable(flag: string, folder: string): Promise<void> {
  let nearest = path.resolve(folder);
  let found = await stat(nearest).catch(() => undefined);
  while (!found && path.dirname(nearest) !== nearest) {
    nearest = path.dirname(nearest);
    found = await stat(nearest).catch(() => undefined);
  }
  const refuse = (reason: string): never => {
    throw new UsageError(
      `${flag} ${shownPath(folder)} cannot be written: ${reason}. Choose another ${flag}.`,
    );
  };
  if (found && !found.isDirectory()) refuse(`${shownPath(nearest)} is a file`);
  await access(nearest, constants.W_OK).catch(() =>
    refuse(`no permission to write in ${shownPath(nearest)}`),
  );
}
