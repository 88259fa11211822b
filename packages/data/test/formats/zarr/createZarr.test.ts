import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newPixels, type PixelType, pixelTypeOf, pixelTypes } from "../../../src/images/pixelType.ts";
import type { CellImage } from "../../../src/index.ts";
import { createZarr, createZarrSet, openZarr, type ZarrFieldLayout } from "../../../src/node.ts";
import { temporaryFolder } from "../../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

function image(width: number, height: number, channels: number, type: PixelType, start = 0): CellImage {
  const data = newPixels(type, width * height * channels);
  for (let i = 0; i < data.length; i++) data[i] = start + i * 7;
  return { width, height, channels, data };
}

describe("createZarr", () => {
  it.each(["0.4", "0.5"] as const)(
    "and openZarr return the same regions, names and pixel size, version %s",
    async (version) => {
      const target = path.join(folder, "field.zarr");
      const names = {
        channelNames: ["DAPI", "µ"],
        channelColors: ["#0000ff", "#ff0080"],
        pixelSizeMicrometres: 0.65,
      };
      const ranges = [
        [10, 2000],
        [0, 4095],
      ] as const;
      const layout = {
        width: 1100,
        height: 700,
        channels: 2,
        times: 2,
        depth: 2,
        pixelType: "uint16",
        version,
      } as const;
      const writer = await createZarr(target, { ...layout, ...names, ranges });
      const whole = image(1100, 700, 2, "uint16");
      // Regions that do not match the chunks, written at once.
      await Promise.all(
        [0, 300].flatMap((top) =>
          [0, 500].map(async (left) => {
            const [width, height] = [left === 0 ? 500 : 600, top === 0 ? 300 : 400];
            const data = new Uint16Array(width * height * 2);
            for (let y = 0; y < height; y++) {
              const start = ((top + y) * 1100 + left) * 2;
              data.set(whole.data.subarray(start, start + width * 2), y * width * 2);
            }
            await writer.writeRegion({ width, height, channels: 2, data }, { left, top, z: 1, time: 1 });
          }),
        ),
      );
      expect(await readdir(folder)).not.toContain("field.zarr");
      await writer.finish();
      expect(await readdir(folder)).toEqual(["field.zarr"]);
      const source = await openZarr(target);
      expect(source).toMatchObject({ ...names, ranges, times: 2, depth: 2, images: 1, notes: [] });
      const read = await source.read({ z: 1, time: 1 });
      expect(Buffer.from(read.data.buffer).equals(Buffer.from(whole.data.buffer))).toBe(true);
      expect((await source.read({ z: 0, time: 1 })).data.every((value) => value === 0)).toBe(true);
    },
  );
  it.each(pixelTypes)("keeps every value of %s", async (pixelType) => {
    const target = path.join(folder, "a.zarr");
    const written = image(9, 5, 1, pixelType, pixelType.startsWith("u") ? 0 : -100);
    const writer = await createZarr(target, { width: 9, height: 5, pixelType });
    await writer.writeRegion(written, { left: 0, top: 0 });
    await writer.finish();
    const source = await openZarr(target);
    expect((await source.read()).data).toEqual(written.data);
  });
  describe("describes the display of", () => {
    const omeroOf = async (layout: Partial<ZarrFieldLayout>, data: CellImage["data"]) => {
      const target = path.join(folder, "display.zarr");
      const { channels = 1 } = layout;
      const image = { width: 2, height: 1, channels, data };
      const size = { width: 2, height: 1, pixelType: pixelTypeOf(data) };
      const writer = await createZarr(target, { ...size, ...layout });
      await writer.writeRegion(image, { left: 0, top: 0 });
      await writer.finish();
      return JSON.parse(await readFile(path.join(target, ".zattrs"), "utf8")).omero;
    };
    const six = [1, 20, 300, 4, 50, 600];
    it("stains in the colors of OME-TIFF, or those given", async () => {
      const layout = { channels: 3, channelNames: ["DAPI", "Phalloidin", "MitoTracker"] };
      expect((await omeroOf(layout, Uint16Array.from(six))).channels).toMatchObject([
        { label: "DAPI", color: "0000FF", window: { min: 0, max: 65535, start: 1, end: 4 } },
        { label: "Phalloidin", color: "FF0000", window: { min: 0, max: 65535, start: 20, end: 50 } },
        { label: "MitoTracker", color: "FF00FF", window: { min: 0, max: 65535, start: 300, end: 600 } },
      ]);
      const channelColors = ["green", "Magenta", "#ff8000"];
      expect((await omeroOf({ ...layout, channelColors }, Uint16Array.from(six))).channels).toMatchObject([
        { color: "00FF00" },
        { color: "FF00FF" },
        { color: "FF8000" },
      ]);
      await expect(
        omeroOf({ ...layout, channelColors: ["red", "green", "mauve"] }, Uint16Array.of()),
      ).rejects.toThrow('or #rrggbb, got "mauve"');
    });
    it("several channels without names, which remain without names", async () => {
      const { channels } = await omeroOf({ channels: 3 }, Uint8Array.from(six));
      const window = { min: 0, max: 255, start: 0, end: 255 };
      expect(channels).toEqual(
        ["FF0000", "00FF00", "0000FF"].map((color) => ({ color, active: true, window })),
      );
      expect((await openZarr(path.join(folder, "display.zarr"))).channelNames).toBeUndefined();
    });
    it("one channel with a range or a color only", async () => {
      const pixels = Float32Array.of(-2, Number.NaN);
      expect(await omeroOf({}, pixels)).toBeUndefined();
      expect(await omeroOf({ ranges: [[0, 5]] }, pixels)).toEqual({
        channels: [{ color: "FFFFFF", active: true, window: { min: -2, max: 5, start: 0, end: 5 } }],
        rdefs: { model: "greyscale" },
      });
      expect((await omeroOf({ channelColors: ["cyan"] }, pixels)).channels).toMatchObject([
        { color: "00FFFF", window: { min: -2, max: -1, start: -2, end: -1 } },
      ]);
    });
  });
  it("replaces a Zarr folder, but nothing else", async () => {
    const target = path.join(folder, "a.zarr");
    for (const start of [1, 2]) {
      const writer = await createZarr(target, { width: 2, height: 2, pixelType: "uint8" });
      await writer.writeRegion(image(2, 2, 1, "uint8", start), { left: 0, top: 0 });
      await writer.finish();
    }
    expect((await (await openZarr(target)).read()).data[0]).toBe(2);
    expect(await readdir(folder)).toEqual(["a.zarr"]);
    const cells = path.join(folder, "cells");
    await mkdir(cells);
    await writeFile(path.join(cells, "a.png"), "pixels");
    await expect(createZarr(cells, { width: 2, height: 2, pixelType: "uint8" })).rejects.toThrow(
      `createZarr: ${cells} cannot be written: it exists and is no Zarr folder. Choose another folder.`,
    );
  });
  it("leaves nothing behind when it is aborted", async () => {
    const writer = await createZarr(path.join(folder, "a.zarr"), { width: 2, height: 2, pixelType: "uint8" });
    await writer.writeRegion(image(2, 2, 1, "uint8"), { left: 0, top: 0 });
    await writer.abort();
    expect(await readdir(folder)).toEqual([]);
  });
  it("rejects layouts and regions that do not fit", async () => {
    const target = path.join(folder, "a.zarr");
    const layout = { width: 4, height: 4, pixelType: "uint8" } as const;
    await expect(createZarr(target, { ...layout, width: 0 })).rejects.toThrow(
      "createZarr: width must be a positive integer, got 0.",
    );
    await expect(createZarr(target, { ...layout, channelNames: ["a", "b"] })).rejects.toThrow(
      "channelNames must have 1 entries, got 2",
    );
    await expect(createZarr(target, { ...layout, pixelType: "int64" as never })).rejects.toThrow(TypeError);
    const writer = await createZarr(target, layout);
    await expect(writer.writeRegion(image(3, 3, 1, "uint8"), { left: 2, top: 0 })).rejects.toThrow(
      "writeRegion: region must lie inside the image of 4x4, got 3x3 at 2,0, z 0, time 0.",
    );
    await expect(writer.writeRegion(image(2, 2, 1, "uint16"), { left: 0, top: 0 })).rejects.toThrow(
      "image must have 1 channels of uint8, got 1 of uint16.",
    );
    await writer.abort();
  });
});

describe("createZarrSet", () => {
  it.each(["0.4", "0.5"] as const)(
    "and openZarr return the same images and labels, version %s",
    async (version) => {
      const target = path.join(folder, "set.zarr");
      // 64 KB an image: four share a chunk.
      const layout = { width: 128, height: 85, channels: 3, pixelType: "uint16", version } as const;
      const images = Array.from({ length: 6 }, (_, index) => image(128, 85, 3, "uint16", index));
      const writer = await createZarrSet(target, layout);
      for (const written of images) await writer.append(written);
      await writer.finish({ labels: [0, 1, 0, 1, 2, 2], classNames: ["a", "b", "__proto__"] });
      const source = await openZarr(target);
      expect(source).toMatchObject({
        images: 6,
        times: 1,
        depth: 1,
        labels: [0, 1, 0, 1, 2, 2],
        classNames: ["a", "b", "__proto__"],
      });
      for (const [index, written] of images.entries())
        expect(await source.read({ image: index })).toEqual(written);
      await expect(source.read({ image: 6 })).rejects.toThrow("image must be an integer from 0 to 5, got 6.");
      expect(await readdir(folder)).toEqual(["set.zarr"]);
    },
  );
  it("states only the number of images that were added", async () => {
    const target = path.join(folder, "set.zarr");
    const writer = await createZarrSet(target, { width: 8, height: 8, pixelType: "uint8" });
    for (let index = 0; index < 3; index++) await writer.append(image(8, 8, 1, "uint8", index));
    await expect(writer.finish({ labels: [0] })).rejects.toThrow("finish: labels must be 3 integers from 0");
    await writer.finish();
    const array = JSON.parse(await readFile(path.join(target, "0", ".zarray"), "utf8"));
    expect(array.shape).toEqual([3, 1, 1, 8, 8]);
  });
  it("rejects other sizes, and a set without images", async () => {
    const writer = await createZarrSet(path.join(folder, "a.zarr"), {
      width: 4,
      height: 4,
      pixelType: "uint8",
    });
    await expect(writer.append(image(3, 4, 1, "uint8"))).rejects.toThrow(
      "append: image must have 4x4 pixels, got 3x4.",
    );
    await expect(writer.finish()).rejects.toThrow("at least one image, got 0");
    await writer.abort();
  });
});
