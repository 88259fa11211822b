import { readdir } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import type { CellImage } from "../../src/index.ts";
import { encodePng, readImage, UnreadableImageError, writePng, writeTiff } from "../../src/node.ts";
import { pattern, png, put, raw, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

const images: readonly CellImage[] = ([1, 3] as const).flatMap((channels) => [
  { width: 7, height: 5, channels, data: pattern(new Uint8Array(35 * channels)) },
  { width: 7, height: 5, channels, data: pattern(new Uint16Array(35 * channels)) },
]);

describe("writePng and readImage", () => {
  it.each(images.map((image) => [image.channels, image.data.BYTES_PER_ELEMENT * 8, image] as const))(
    "bring back every value of %d channels of %d bits",
    async (channels, bits, image) => {
      const file = path.join(folder, "a.png");
      await writePng(file, image);
      expect(await readImage(file)).toEqual(image);
      const { depth, channels: stored } = await sharp(file).metadata();
      expect([depth, stored]).toEqual([bits === 16 ? "ushort" : "uchar", channels]);
    },
  );
  it("leave nothing else in the folder, and replace an older file", async () => {
    const file = path.join(folder, "a.png");
    await writePng(file, images[0]!);
    await writePng(file, images[2]!);
    expect(await readImage(file)).toEqual(images[2]);
    expect(await readdir(folder)).toEqual(["a.png"]);
  });
  it("write the same bytes for the same image", async () => {
    expect(await encodePng(images[3]!)).toEqual(await encodePng(images[3]!));
  });
});

test("readImage scales the pixel size with the image, to six significant digits", async () => {
  const file = path.join(folder, "a.tif");
  for (const side of [24, 900]) {
    const image = { width: side, height: side, channels: 1, pixelSizeMicrometres: 0.325 };
    await writeTiff(file, { ...image, data: new Uint8Array(side ** 2) });
    expect((await readImage(file, { size: side / 1.5 })).pixelSizeMicrometres).toBe(0.4875);
  }
});

describe("writePng", () => {
  it("names the file that it cannot write, and leaves nothing behind", async () => {
    const file = path.join(folder, "nowhere", "a.png");
    await expect(writePng(file, images[0]!)).rejects.toThrow(`writePng: ${file} cannot be written: ENOENT`);
    expect(await readdir(folder)).toEqual([]);
  });
  it("rejects data that does not fit its sizes", async () => {
    const broken = { ...images[0]!, width: 8 };
    await expect(writePng(path.join(folder, "a.png"), broken)).rejects.toThrow(
      "data must have 40 values (8x5x1), got 35",
    );
    await expect(encodePng({ width: 4, height: 2, channels: 2, data: new Uint8Array(16) })).rejects.toThrow(
      "channels must be 1 or 3, got 2",
    );
    await expect(encodePng({ ...images[0]!, data: [1] as never })).rejects.toThrow(TypeError);
  });
});

describe("readImage", () => {
  it.each([20, 1200])("scales the middle square of %d pixels to a size, 16 bits as 16 bits", async (side) => {
    const data = new Uint16Array(side * 2 * side).fill(40_001);
    const file = await put(folder, "a.png", await png({ width: 2 * side, height: side, channels: 1, data }));
    const image = await readImage(file, { size: 4 });
    expect(image).toMatchObject({ width: 4, height: 4, channels: 1 });
    expect(image.data).toEqual(new Uint16Array(16).fill(40_001));
  });
  it("ignores embedded color profiles: the values are the file's", async () => {
    const source = raw(4, 4, 3);
    const bytes = await sharp(source.data, { raw: { width: 4, height: 4, channels: 3 } })
      .withIccProfile("p3", { attach: true })
      .png()
      .toBuffer();
    const stored = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    const file = await put(folder, "a.png", bytes);
    expect([...(await readImage(file)).data]).toEqual([...stored]);
  });
  it("says which file it cannot read and why", async () => {
    const file = await put(folder, "a.png", "");
    const error = await readImage(file).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnreadableImageError);
    expect(error).toMatchObject({
      path: file,
      reason: "an empty file",
      remedy: "Copy it again from its source.",
      message: `${file} cannot be read: an empty file. Copy it again from its source.`,
    });
    await expect(readImage(path.join(folder, "b.png"))).rejects.toThrow(
      "b.png cannot be read: the file does not exist. Check the path.",
    );
  });
  it("rejects a size that is none", async () => {
    await expect(readImage("a.png", { size: 1.5 })).rejects.toThrow(
      "size must be a positive integer or { width, height } of them, got 1.5",
    );
  });
});
