import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CellImage, synthesizeCell } from "@cellgen/data";
import { encodePng, readInputs, writePng } from "@cellgen/data/node";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPlace } from "../../src/input/readPlace.ts";
import { UsageError } from "../../src/terminal/usageError.ts";
import { testIo } from "../testIo.ts";

const wide = {
  width: 16,
  height: 12,
  channels: 1,
  data: Uint16Array.from({ length: 192 }, (_, i) => i),
} as const;
const grey = {
  width: 8,
  height: 8,
  channels: 1,
  data: Uint8Array.from({ length: 64 }, (_, i) => i),
} as const;
const cell = (size: number): CellImage => synthesizeCell("smear", { size, seed: 0, index: 1 }).image;

const read = (flag: string, place: string) =>
  readPlace(flag, { io: testIo(), signal: new AbortController().signal }, (options) =>
    readInputs(place, options),
  );

describe("readPlace", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), "cellgen-inputs-"));
    await mkdir(path.join(root, "in", "b"), { recursive: true });
    await writePng(path.join(root, "in", "a.png"), cell(16));
    await writePng(path.join(root, "in", "b", "wide.png"), wide);
    await sharp(await encodePng(grey))
      .toColourspace("srgb")
      .png()
      .toFile(path.join(root, "in", "equal.png"));
    await writeFile(path.join(root, "in", "broken.png"), "no image");
  });
  afterAll(() => rm(root, { recursive: true }));

  test("takes a file, or all of a folder with its subfolders", async () => {
    const { files, measured, unreadable } = await read("--input", path.join(root, "in"));
    expect(files.map(({ name }) => name)).toEqual(["a.png", "b/wide.png", "equal.png"]);
    expect(measured.map(({ max }) => max)).toContain(191);
    expect(unreadable).toHaveLength(1);
    const one = await read("--input", path.join(root, "in", "b", "wide.png"));
    expect(one.files).toMatchObject([{ name: "wide.png", width: 16, height: 12, pixelType: "uint16" }]);
    expect(one.measured).toMatchObject([{ max: 191 }]);
  });

  test("reads the channels that a file stores, also where they are equal", async () => {
    const { files } = await read("--input", path.join(root, "in"));
    const stored = await Promise.all(files.map((file) => file.read()));
    const images = stored.map(({ image }) => image);
    expect(images.map(({ channels }) => channels)).toEqual([3, 1, 3]);
    expect([...images[2]!.data.slice(27, 33)]).toEqual([9, 9, 9, 10, 10, 10]);
    expect((await sharp(await stored[2]!.encode(grey)).metadata()).channels).toBe(3);
    expect((await sharp(await stored[1]!.encode(images[1]!)).metadata()).channels).toBe(1);
  });

  test("names the flag of an empty folder", async () => {
    const empty = path.join(root, "none");
    await mkdir(empty);
    await expect(read("--input", empty)).rejects.toThrow(
      new UsageError(
        `--input must hold images (.png, .jpg, .jpeg, .tif, .tiff, .webp, .gif, .bmp, .npy, .npz or OME-Zarr, subfolders included), got ${empty} with none of them, and 0 other files. Give a folder of images.`,
      ),
    );
  });

  test("refuses what is not there, and an unreadable file, by name", async () => {
    await expect(read("--mask", path.join(root, "none.png"))).rejects.toThrow(
      /^--mask .*none\.png: there is no such file or folder\. Give an image or a folder of images\.$/,
    );
    await expect(read("--input", path.join(root, "in", "broken.png"))).rejects.toThrow(
      /broken\.png cannot be read: \S.*\. \S.*\.$/,
    );
  });
});
