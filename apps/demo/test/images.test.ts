import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CellImage } from "@cellgen/data";
import { readImage } from "@cellgen/data/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../src/images/encodePng.ts";
import { imageGrid } from "../src/images/imageGrid.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-png-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Values that differ from each other. */
function image(width: number, height: number, channels: 1 | 3, bitDepth: 8 | 16): CellImage {
  const length = width * height * channels;
  const value = (_: unknown, i: number) => (i * 7919 + 13) % 2 ** bitDepth;
  const data = bitDepth === 8 ? Uint8Array.from({ length }, value) : Uint16Array.from({ length }, value);
  return { width, height, channels, data };
}

describe("encodePng", () => {
  it.each([
    [1, 8],
    [3, 8],
    [1, 16],
    [3, 16],
  ] as const)("writes %i channels of %i bits as another decoder reads them", async (channels, bitDepth) => {
    const written = image(5, 3, channels, bitDepth);
    const file = path.join(folder, `${channels}-${bitDepth}.png`);
    const png = await encodePng(written);
    expect(png.type).toBe("image/png");
    await writeFile(file, Buffer.from(await png.arrayBuffer()));
    expect(await readImage(file)).toEqual(written);
  });
});

describe("imageGrid", () => {
  it("lays images side by side on white, two pixels apart", () => {
    const grey = (value: number): CellImage => ({
      width: 1,
      height: 2,
      channels: 1,
      data: Uint8Array.of(value, value),
    });
    const grid = imageGrid([grey(1), grey(2), grey(3)]);
    const [w, rows] = [255, [...Array(4)].map(() => 255)];
    expect({ ...grid, data: [...grid.data] }).toEqual({
      width: 4,
      height: 6,
      channels: 1,
      data: [1, w, w, 2, 1, w, w, 2, ...rows, ...rows, 3, w, w, w, 3, w, w, w],
    });
  });

  it("keeps 16 bits and colors", () => {
    const one = image(2, 2, 3, 16);
    expect(imageGrid([one])).toEqual(one);
    expect(imageGrid([one, one]).data.at(2 * 3)).toBe(0xffff);
  });
});
