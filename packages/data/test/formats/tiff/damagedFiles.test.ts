import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTiff, UnreadableImageError } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";
import { gray8, imageSize, tiffBytes } from "./tiffBytes.ts";
import { readFirst, tiffFault } from "./tiffFault.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/tiff/", import.meta.url));

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

describe("openTiff rejects with the reason", () => {
  it.each<[string, () => Uint8Array | string, string]>([
    ["an empty file", () => "", "an empty file"],
    ["text", () => "not a picture", "not a TIFF by its content"],
    ["a file of two bytes", () => "II", "not a TIFF by its content"],
    ["a signature without a directory", () => "II*\0", "damaged (header: beyond the end of the file)"],
    ["a chain that has no directory", () => "II*\0\0\0\0\0", "damaged (the file has no directory)"],
    [
      "a directory beyond the file",
      () => "II*\0\xff\xff\xff\x7f",
      "damaged (directory 1: beyond the end of the file)",
    ],
    [
      "a chain with a cycle",
      () => tiffBytes([...imageSize(2), ...gray8, [273, 4, [8]], [279, 4, [4]]], { next: "itself" }),
      "damaged (directory 2: the chain of directories has a cycle)",
    ],
    [
      "more fields than the file has",
      () => Buffer.from([..."II*\0\b\0\0\0\xff\x0f"].map((letter) => letter.charCodeAt(0))),
      "damaged (directory 1: beyond the end of the file)",
    ],
    ["no pixels", () => tiffBytes([...imageSize(0, 5), ...gray8]), "damaged (page 1: 0x5 pixels)"],
    ["no strips", () => tiffBytes([...imageSize(2), ...gray8]), "damaged (a page has no pixels)"],
    [
      "a field of four billion values",
      () => tiffBytes([...imageSize(2), [258, 3, [8], 0xffffffff], [273, 4, [8]], [279, 4, [4]]]),
      "damaged (field 258: beyond the end of the file)",
    ],
    [
      "strips beyond the file",
      () => tiffBytes([...imageSize(2), ...gray8, [273, 4, [0x7fffff00]], [279, 4, [4]]]),
      "damaged (strip 1: beyond the end of the file)",
    ],
    [
      "an uncompressed image larger than the file",
      () => tiffBytes([...imageSize(9000), ...gray8, [273, 4, [8]], [279, 4, [81_000_000]]]),
      "damaged (strip 1: beyond the end of the file)",
    ],
    [
      "an uncompressed image larger than the file, with a small byte count",
      () => tiffBytes([...imageSize(9000), ...gray8, [273, 4, [8]], [279, 4, [100]]]),
      "damaged (strip 1: beyond the end of the file)",
    ],
    [
      "fewer strips than rows",
      () => tiffBytes([...imageSize(2, 4), ...gray8, [278, 4, [1]], [273, 4, [8, 8]], [279, 4, [2, 2]]]),
      "damaged (strip 3: no offset)",
    ],
    [
      "a MetaMorph stack of more planes than the file has",
      () =>
        tiffBytes([
          ...imageSize(8),
          ...gray8,
          [273, 4, [8]],
          [279, 4, [64]],
          [33629, 5, new Array(80).fill(1), 40],
        ]),
      "damaged (its description has 40 pages, which end beyond the end of the file)",
    ],
    [
      "a field of an unknown type",
      () => tiffBytes([...imageSize(2), [258, 99, [8]]]),
      "damaged (a field has the unknown type 99)",
    ],
    [
      "samples of different sizes",
      () => tiffBytes([...imageSize(2), [277, 3, [2]], [258, 3, [8, 16]]]),
      "damaged (page 1: bits per sample: 8, 16)",
    ],
  ])("%s", async (_, bytes, reason) => {
    expect((await tiffFault(bytes())).reason).toBe(reason);
  });

  it("directories that overlap", async () => {
    // Each directory starts two bytes after the previous one and claims 100 fields.
    const bytes = Buffer.alloc(200_000);
    bytes.write("II*\0", "latin1");
    bytes.writeUInt32LE(8, 4);
    for (let at = 8; at + 2 < bytes.length; at += 2) bytes.writeUInt16LE(100, at);
    for (let i = 0; i < 100; i++) bytes.writeUInt32LE(10 + 2 * i, 8 + 2 * i + 2 + 1200);
    expect((await tiffFault(bytes)).reason).toMatch(/^damaged \(/);
  });

  it("a file that is cut at any place", { timeout: 60_000 }, async () => {
    for (const name of ["deflate.tif", "bigtiff.tif", "imagej-hyperstack.tif", "jpeg-ycbcr.tif"]) {
      const bytes = readFileSync(FIXTURES + name);
      for (let share = 1; share < 12; share++) {
        const file = await put(folder, "cut.tif", bytes.subarray(0, Math.floor((bytes.length * share) / 12)));
        const error = await readFirst(file).catch((caught: unknown) => caught);
        if (error !== undefined) expect(error).toBeInstanceOf(UnreadableImageError);
        else expect(name).toBe("never");
      }
    }
  });

  it("a missing file and a folder", async () => {
    await mkdir(path.join(folder, "a.tif"));
    await expect(openTiff(path.join(folder, "a.tif"))).rejects.toMatchObject({
      reason: "a folder, not a file",
      path: path.join(folder, "a.tif"),
    });
    await expect(openTiff(path.join(folder, "b.tif"))).rejects.toMatchObject({
      reason: "the file does not exist",
    });
  });
});
