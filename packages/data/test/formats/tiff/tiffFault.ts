import { expect } from "vitest";
import { openTiff, UnreadableImageError } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";

/** Opens a file, reads its first plane, and returns the error. Expects it within two seconds, with a remedy. */
export async function tiffFault(bytes: Uint8Array | string): Promise<UnreadableImageError> {
  const { folder, remove } = await temporaryFolder();
  try {
    const file = await put(folder, "cells.tif", bytes);
    const start = performance.now();
    const error = await readFirst(file).catch((caught: unknown) => caught);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(error).toBeInstanceOf(UnreadableImageError);
    expect(error).toMatchObject({ path: file });
    expect((error as UnreadableImageError).remedy).toMatch(/^[A-Z].*\.$/);
    return error as UnreadableImageError;
  } finally {
    await remove();
  }
}

/** Reads the first plane of a file. */
export async function readFirst(file: string): Promise<void> {
  const source = await openTiff(file);
  try {
    await source.read();
  } finally {
    await source.close();
  }
}
