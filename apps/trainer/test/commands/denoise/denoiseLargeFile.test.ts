import { existsSync } from "node:fs";
import { mkdir, open, readdir } from "node:fs/promises";
import { createTiff, openImage, writePng } from "@cellgen/data/node";
import { expect, test } from "vitest";
import { denoiseFolder } from "./denoiseFolder.ts";

const { at, denoise, record } = await denoiseFolder();

const [width, height, band] = [4200, 4096, 256];
/** Without noise, so that the network has nothing to do: a dark and a bright half, and a bright square. */
const level = (x: number, y: number): number => (x > 3000 && y > 3900 ? 230 : x < 2000 ? 60 : 90);

test("cellgen denoise reads and writes files of more than 16 million pixels in parts", async () => {
  const tiff = await createTiff(at("field.tif"), {
    ...{ width, height, channels: 1, pixelType: "uint8", pixelSizeMicrometres: 0.5 },
  });
  for (let top = 0; top < height; top += band) {
    const data = new Uint8Array(width * band);
    for (let i = 0; i < data.length; i++) data[i] = level(i % width, top + Math.floor(i / width));
    await tiff.write({ left: 0, top }, { width, height: band, channels: 1, data });
  }
  await tiff.close();
  for (const [out, file, ...flags] of [
    ["as-tiff", "images/field.tif"],
    ["as-zarr", "images.zarr", "--format", "zarr"],
  ] as const) {
    expect(await denoise(out, "--input", at("field.tif"), ...flags)).toMatchObject({ code: 0 });
    expect((await record(out)).images).toMatchObject([{ outputs: [file], isReadInParts: true }]);
    const source = await openImage(at(out, file));
    expect(source).toMatchObject({
      width,
      height,
      channels: 1,
      pixelType: "uint8",
      pixelSizeMicrometres: 0.5,
    });
    for (const [left, top] of [
      [0, 0],
      [1900, 1000],
      [2950, 3850],
      [4100, 3996],
    ] as const) {
      const { data } = await source.read({ window: { left, top, width: 100, height: 100 } });
      expect(data).toEqual(
        Uint8Array.from(data, (_, i) => level(left + (i % 100), top + Math.floor(i / 100))),
      );
    }
    await source.close();
  }
}, 120_000);

/** Writes a field of equal gray tiles, compressed with deflate, and damages one of the 16 whole ones in a row. */
async function writeDamaged(file: string, tile: number): Promise<void> {
  const tiff = await createTiff(file, { width, height, channels: 1, pixelType: "uint8" });
  for (let top = 0; top < height; top += band) {
    await tiff.write(
      { left: 0, top },
      { width, height: band, channels: 1, data: new Uint8Array(width * band).fill(90) },
    );
  }
  await tiff.close();
  const handle = await open(file, "r+");
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(size);
  await handle.read(bytes, 0, size, 0);
  // Tiles of equal pixels have equal bytes; find them by the header of zlib.
  let at = -1;
  for (let k = 0; k <= tile; k++) at = bytes.indexOf(bytes.subarray(8, 16), at + 1);
  await handle.write(Buffer.alloc(16, 0xff), 0, 16, at + 2);
  await handle.close();
}

test("cellgen denoise skips a file that is damaged outside the parts that were read before", async () => {
  await mkdir(at("fields"));
  // The second tile of the third row lies between the windows that are read before.
  await writeDamaged(at("fields", "damaged.tif"), 2 * 16 + 1);
  const damaged = at("fields", "damaged.tif");
  const alone = await denoise("alone", "--input", damaged);
  expect(alone).toMatchObject({
    code: 2,
    err: expect.stringMatching(/damaged\.tif.* cannot be read: damaged/),
  });
  expect(existsSync(at("alone", "images", "damaged.tif"))).toBe(false);

  const data = Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 251);
  await writePng(at("fields", "whole.png"), { width: 20, height: 20, channels: 1, data });
  const both = await denoise("both", "--input", at("fields"));
  expect(both).toMatchObject({ code: 0 });
  expect(both.err).toMatch(/Skipped: .*damaged\.tif cannot be read: damaged/);
  expect(both.out).toMatch(/^1 image of 2, sheet\.png/m);
  expect(await readdir(at("both", "images"))).toEqual(["whole.png"]);
  expect((await record("both")).files).not.toContain("images/damaged.tif");

  const strict = await denoise("strict", "--input", at("fields"), "--strict");
  expect(strict).toMatchObject({ code: 2, err: expect.stringMatching(/damaged\.tif cannot be read/) });
  expect(existsSync(at("strict", "images", "damaged.tif"))).toBe(false);
}, 120_000);
