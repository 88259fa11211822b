import path from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scanImageFolder, UnreadableImageError } from "../src/node.ts";
import { jpeg, png, put, raw, temporaryFolder } from "./imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

describe("scanImageFolder passes over what it cannot read", () => {
  beforeEach(async () => {
    const noise = await png(raw(64, 64, 3));
    const photo = await jpeg(raw(64, 64, 3));
    await put(folder, "good.png", noise);
    await put(folder, "cut.png", noise.subarray(0, noise.length / 2));
    await put(folder, "cut.jpg", photo.subarray(0, photo.length / 2));
    await put(folder, "head.png", noise.subarray(0, 20));
    await put(folder, "empty.png", "");
    await put(folder, "text.png", "these are not the pixels you are looking for");
    await put(
      folder,
      "gif.png",
      await sharp(raw(4, 4, 3).data, { raw: { width: 4, height: 4, channels: 3 } })
        .gif()
        .toBuffer(),
    );
    await put(
      folder,
      "tiff.png",
      await sharp(raw(4, 4, 3).data, { raw: { width: 4, height: 4, channels: 3 } })
        .tiff()
        .toBuffer(),
    );
    await put(
      folder,
      "huge.png",
      await png({ ...raw(1, 1, 1), width: 200, height: 100, data: new Uint8Array(20_000) }),
    );
  });
  it("and says which and why, in one line each", async () => {
    const found = await scanImageFolder(folder, { limitInputPixels: 10_000 });
    expect(found.files.map(({ name }) => name)).toEqual(["gif.png", "good.png", "tiff.png"]);
    const reasons = Object.fromEntries(
      found.unreadable.map(({ path: file, reason, remedy }) => [path.basename(file), `${reason}. ${remedy}`]),
    );
    expect(Object.keys(reasons)).toEqual([
      "cut.jpg",
      "cut.png",
      "empty.png",
      "head.png",
      "huge.png",
      "text.png",
    ]);
    expect(reasons["empty.png"]).toBe("an empty file. Copy it again from its source.");
    expect(reasons["text.png"]).toBe(
      "not an image of a known format by its content. Save it as PNG or TIFF.",
    );
    expect(reasons["huge.png"]).toBe(
      "too large: 200x100 exceeds the limit of 10000 pixels. Crop it into smaller images, or scale it down.",
    );
    for (const name of ["cut.jpg", "cut.png"]) {
      expect(reasons[name]).toBe(
        "damaged (the file is truncated or corrupted). Copy it again from its source.",
      );
    }
    expect(reasons["head.png"]).toMatch(/^damaged \(\S.*\)\. Copy it again/);
    for (const reason of Object.values(reasons)) expect(reason).not.toContain("\n");
  });
  it("those of formats that are not read too, beside others", async () => {
    const cells = path.join(folder, "cells");
    await put(cells, "a.png", await png(raw(4, 4, 1)));
    for (const name of [
      "sub/a.tif",
      "b.ome.TIFF",
      "c.czi",
      "d.jp2",
      "notes.txt",
      ".hidden.tif",
      "masks/a.tif",
    ])
      await put(cells, name, "any");
    const { files, unreadable } = await scanImageFolder(cells);
    expect(files.map(({ name }) => name)).toEqual(["a.png"]);
    expect(unreadable.map(({ path: file, reason }) => [path.relative(cells, file), reason])).toEqual([
      ["b.ome.TIFF", "not an image of a known format by its content"],
      ["c.czi", "a Zeiss CZI file"],
      ["d.jp2", "not an image of a known format by its content"],
      [path.join("sub", "a.tif"), "not an image of a known format by its content"],
    ]);
    await expect(scanImageFolder(cells, { strict: true })).rejects.toThrow(
      "b.ome.TIFF cannot be read: not an image",
    );
  });
  it("or throws at the first by name if it is strict", async () => {
    const error = await scanImageFolder(folder, { strict: true }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnreadableImageError);
    expect((error as UnreadableImageError).path).toBe(path.join(folder, "cut.jpg"));
    expect((error as Error).message).toContain(`${path.join(folder, "cut.jpg")} cannot be read: damaged (`);
  });
});

describe("scanImageFolder rejects", () => {
  it("a folder that is missing, with the system's error as cause", async () => {
    const missing = path.join(folder, "nowhere");
    const error = await scanImageFolder(missing).catch((caught: unknown) => caught as Error);
    expect(error).toBeInstanceOf(RangeError);
    expect((error as Error).message).toBe(
      `scanImageFolder: folder must be a folder of images, got ${missing}: it does not exist. Give the folder that holds the images.`,
    );
    expect((error as Error).cause).toMatchObject({ code: "ENOENT" });
  });
  it("a file that is not an image", async () => {
    const file = await put(folder, "a.md", "# Cells");
    await expect(scanImageFolder(file)).rejects.toThrow("another file. Give its folder.");
  });
  it("a folder without images, telling which files are read", async () => {
    await put(folder, "a.txt", "cells");
    const rule = `folder must hold images (.png, .jpg, .jpeg, .tif, .tiff, .webp, .gif, .bmp, .npy, .npz or OME-Zarr, subfolders included), got ${folder} with none of them, and`;
    await expect(scanImageFolder(folder)).rejects.toThrow(`${rule} 1 other file. Give a folder of images.`);
  });
  it("a folder of files of a microscope, naming a converter", async () => {
    const file = await put(folder, "a.czi", "ZISRAWFILE");
    await put(folder, "b.lif", "II");
    await expect(scanImageFolder(folder)).rejects.toThrow(
      `2 files, none readable. ${file} cannot be read: a Zeiss CZI file. Convert it to OME-Zarr with bioformats2raw`,
    );
  });
  it("a folder of which nothing can be read, with the first reason", async () => {
    await put(folder, "a.png", "");
    await expect(scanImageFolder(folder)).rejects.toThrow(
      /with 1 file, none readable\. .*a\.png cannot be read: an empty file\. Copy it again/,
    );
  });
  it("a single file that cannot be read, by its name", async () => {
    const file = await put(folder, "a.png", "");
    await expect(scanImageFolder(file)).rejects.toMatchObject({
      name: "UnreadableImageError",
      message: `${file} cannot be read: an empty file. Copy it again from its source.`,
    });
  });
  it("a size that is none", async () => {
    await expect(scanImageFolder(folder, { size: 0 })).rejects.toThrow("size must be a positive integer");
  });
});
