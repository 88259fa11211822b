import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { FaultError } from "./faultError.ts";

/** Flags to open a file for reading without waiting for the other end of a pipe. Windows has no such flag, and no pipes in folders. */
export const READ_FLAGS: number = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Fault of a pipe, socket or device. */
export function notRegular(): FaultError {
  return new FaultError("a pipe or device, not a file", "Give an image file.");
}

/**
 * Open a file for reading. A pipe without a writer is not waited for.
 *
 * @throws FaultError if it is a pipe, socket or device; the system's error if it cannot be opened. Folders are opened: reading fails.
 */
export async function openRegularFile(file: string): Promise<FileHandle> {
  const handle = await open(file, READ_FLAGS);
  try {
    const found = await handle.stat();
    if (!found.isFile() && !found.isDirectory()) throw notRegular();
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
