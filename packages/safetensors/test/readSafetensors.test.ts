import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, SafetensorsError } from "../src/index.ts";
import { readSafetensors } from "../src/node.ts";
import { fileOf, headerOf } from "./safetensorsBytes.ts";
import { temporaryFolder } from "./temporaryFolder.ts";

const fixture = (path: string): string =>
  fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url));

async function refusal(file: Uint8Array): Promise<{ error: unknown; path: string }> {
  const path = join(temporaryFolder(), "hostile.safetensors");
  writeFileSync(path, file);
  const error = await readSafetensors(path).catch((reason: unknown) => reason);
  return { error, path };
}

describe("readSafetensors", () => {
  it.each([
    "safetensors/dtypes.safetensors",
    "unet/default_small/diffusion_pytorch_model.safetensors",
    "unet/class_embedding/io.safetensors",
  ])("gives what decodeSafetensors gives of %s", async (path) => {
    const read = await readSafetensors(fixture(path));
    expect(read).toEqual(decodeSafetensors(readFileSync(fixture(path))));
    expect(Object.keys(read.tensors).length).toBeGreaterThan(3);
  });

  it("gives each tensor an array of its own", async () => {
    const { tensors } = await readSafetensors(fixture("safetensors/dtypes.safetensors"));
    const arrays = Object.values(tensors).map(({ data }) => data);
    expect(new Set(arrays.map(({ buffer }) => buffer)).size).toBe(arrays.length);
    for (const array of arrays) expect(array.byteLength).toBe(array.buffer.byteLength);
  });

  it("names the file in its errors", async () => {
    const { error, path } = await refusal(
      fileOf(headerOf({ a: { shape: [2], offsets: [0, 8] } }), new Uint8Array(7)),
    );
    expect(error).toBeInstanceOf(SafetensorsError);
    expect((error as Error).message).toBe(
      `readSafetensors: ${path}: tensor "a" ends at byte 8, but there are only 7 bytes of data. The file is truncated.`,
    );
  });

  it("allocates nothing for tensors that the file cannot hold", async () => {
    // An attempt to allocate 2^50 bytes would be a RangeError.
    const huge = headerOf({ a: { shape: [2 ** 48], offsets: [0, 2 ** 50] } });
    expect((await refusal(fileOf(huge, new Uint8Array(8)))).error).toBeInstanceOf(SafetensorsError);
  });

  it("allocates nothing for a header that the file cannot hold, or that is beyond the format's limit", async () => {
    const { error } = await refusal(fileOf("{}", new Uint8Array(), 2n ** 60n));
    expect(error).toBeInstanceOf(SafetensorsError);

    const path = join(temporaryFolder(), "header.safetensors");
    writeFileSync(path, fileOf("{}", new Uint8Array(), 100_000_001n));
    truncateSync(path, 8 + 100_000_001);
    await expect(readSafetensors(path)).rejects.toThrow(
      "the header must have at most 100000000 bytes, got 100000001.",
    );
  });

  it("passes on the system's error for a file that is not there", async () => {
    const path = join(temporaryFolder(), "missing.safetensors");
    await expect(readSafetensors(path)).rejects.toMatchObject({ code: "ENOENT", path });
  });
});
