import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PixelType, pixelArrays } from "../../../src/images/pixelType.ts";
import type { CellImage } from "../../../src/index.ts";
import {
  createTiff,
  encodeTiff,
  openTiff,
  UnfitFormatError,
  writeImage,
  writeTiff,
} from "../../../src/node.ts";
import { temporaryFolder } from "../../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

const types = Object.keys(pixelArrays) as PixelType[];

function imageOf(
  width: number,
  height: number,
  channels: number,
  type: PixelType,
  facts: Partial<CellImage> = {},
): CellImage {
  const data = new pixelArrays[type](width * height * channels);
  const isFloat = type.startsWith("float");
  for (let i = 0; i < data.length; i++)
    data[i] = isFloat ? Math.sin(i) * 1000 : (i * 7919 + ((i * i) >> 3)) | 0;
  return { width, height, channels, data, ...facts };
}

async function readBack(file: string): Promise<CellImage> {
  const source = await openTiff(file);
  try {
    return await source.read();
  } finally {
    await source.close();
  }
}

describe("writeTiff", () => {
  const facts = { pixelSizeMicrometres: 0.1625, channelNames: ["DAPI", 'Höchst <1> & "2"', "β-catenin"] };
  it.each(types.flatMap((type) => (["imagej", "ome"] as const).map((metadata) => [type, metadata] as const)))(
    "brings back %s with %s metadata: values, names of channels and pixel size",
    async (type, metadata) => {
      const file = path.join(folder, `${type}-${metadata}.tif`);
      for (const options of [{}, { predictor: true }, { compression: "none" }] as const) {
        const image = imageOf(67, 45, 3, type, facts);
        await writeTiff(file, image, { metadata, ...options });
        const read = await readBack(file);
        expect(read).toEqual({ ...image, pixelSizeMicrometres: expect.closeTo(0.1625, 10) });
      }
    },
  );
  it.each([1, 2, 5, 8])("brings back %d channels without names", async (channels) => {
    const file = path.join(folder, "channels.tif");
    const image = imageOf(300, 211, channels, "uint16");
    await writeTiff(file, image);
    expect(await readBack(file)).toEqual(image);
  });
  it.each(["imagej", "ome"] as const)("writes BigTIFF with %s metadata", async (metadata) => {
    const file = path.join(folder, "big.tif");
    const image = imageOf(300, 211, 3, "uint16", facts);
    await writeTiff(file, image, { metadata, bigTiff: true });
    expect((await readFile(file))[2]).toBe(43);
    expect(await readBack(file)).toEqual({ ...image, pixelSizeMicrometres: expect.closeTo(0.1625, 10) });
  });
  it("records display ranges for ImageJ, but not for 8-bit color", async () => {
    const ranges = [
      [10, 200],
      [0.5, 4095],
    ] as const;
    const text = async (image: CellImage): Promise<string> =>
      Buffer.from(await encodeTiff(image, { displayRanges: ranges })).toString("latin1");
    const file = await text(imageOf(9, 5, 2, "uint16"));
    expect(file).toContain("loop=false\nmin=10\nmax=200\n");
    // A header of 12 bytes, and four doubles.
    const doubles = Buffer.from(Float64Array.from(ranges.flat()).buffer).toString("latin1");
    expect(file).toContain(`JIJIgnar\x01\0\0\0${doubles}`);
    expect(await text(imageOf(9, 5, 1, "uint8"))).toContain("min=10\nmax=200\n");
    expect(await text(imageOf(9, 5, 3, "uint8"))).not.toMatch(/min=|gnar/);
  });
  it("describes colors of channels by their names, or those given", async () => {
    const image = imageOf(9, 5, 3, "uint16", { ...facts, channelNames: ["DAPI", "GFP", "other"] });
    const colorsOf = async (channelColors?: readonly string[]) => {
      const bytes = await encodeTiff(image, { metadata: "ome", ...(channelColors ? { channelColors } : {}) });
      return [
        ...Buffer.from(bytes)
          .toString("latin1")
          .matchAll(/Color="(-?\d+)"/g),
      ].map(([, color]) => Number(color) >>> 0);
    };
    expect(await colorsOf()).toEqual([0x0000ffff, 0x00ff00ff, 0xff0000ff]);
    expect(await colorsOf(["#010203", "gray", "red"])).toEqual([0x010203ff, 0xffffffff, 0xff0000ff]);
  });
  it("stores colors of several channels as lookup tables for ImageJ", async () => {
    const lutsOf = async (image: CellImage, channelColors?: readonly string[]): Promise<number[][]> => {
      const bytes = Buffer.from(await encodeTiff(image, channelColors ? { channelColors } : {}));
      const header = bytes.indexOf(Buffer.from("stul", "latin1"));
      if (header < 0) return [];
      const count = bytes.readUInt32LE(header + 4);
      // The tables are the last values of the first directory, which precede the second.
      const first = bytes.readUInt32LE(4);
      const next = bytes.readUInt32LE(first + 2 + 12 * bytes.readUInt16LE(first));
      const tables = bytes.subarray(next - 768 * count, next);
      return Array.from({ length: count }, (_, k) =>
        [0, 1, 2].map((part) => tables[768 * k + 256 * part + 255]!),
      );
    };
    const named = imageOf(9, 5, 2, "uint16", { channelNames: ["DAPI", "MitoTracker"] });
    expect(await lutsOf(named)).toEqual([
      [0, 0, 255],
      [255, 0, 255],
    ]);
    const { channelNames: _, ...plain } = named;
    expect(await lutsOf(plain, ["#ff8001", "green"])).toEqual([
      [255, 128, 1],
      [0, 255, 0],
    ]);
    expect(await lutsOf(plain)).toEqual([]);
    expect(await lutsOf(imageOf(9, 5, 1, "uint16"), ["green"])).toEqual([]);
    expect(await lutsOf(imageOf(9, 5, 3, "uint8"), ["red", "green", "blue"])).toEqual([]);
  });
  it("stores 8-bit color as RGB that other programs open", async () => {
    const image = imageOf(40, 30, 3, "uint8");
    const bytes = await encodeTiff(image);
    expect(await sharp(bytes).metadata()).toMatchObject({
      format: "tiff",
      channels: 3,
      depth: "uchar",
      space: "srgb",
    });
    expect([...(await sharp(bytes).raw().toBuffer())]).toEqual([...image.data]);
  });
  it("stores other channels as pages that libvips decodes", async () => {
    const image = imageOf(40, 300, 2, "float32");
    const bytes = await encodeTiff(image, { predictor: true });
    for (const page of [0, 1]) {
      const decoded = await sharp(bytes, { page }).toColourspace("b-w").raw({ depth: "float" }).toBuffer();
      const values = new Float32Array(decoded.buffer, decoded.byteOffset, decoded.length / 4);
      expect([...values]).toEqual([...image.data].filter((_, i) => i % 2 === page));
    }
  });
  it("writes the same bytes for the same image, and names a file that it cannot write", async () => {
    const image = imageOf(9, 5, 3, "uint16", facts);
    expect(await encodeTiff(image)).toEqual(await encodeTiff(image));
    const file = path.join(folder, "nowhere", "a.tif");
    await expect(writeTiff(file, image)).rejects.toThrow(`writeTiff: ${file} cannot be written: ENOENT`);
    await expect(encodeTiff({ ...image, width: 8 })).rejects.toThrow(RangeError);
    await expect(encodeTiff({ ...image, channelNames: ["one"] })).rejects.toThrow(
      "channelNames must have 3 names, got 1",
    );
  });
});

describe("createTiff", () => {
  const image = imageOf(150, 100, 2, "uint16", { channelNames: ["a", "b"], pixelSizeMicrometres: 0.5 });
  const { data, ...size } = image;
  const shape = { ...size, pixelType: "uint16" } as const;
  const cut = (left: number, top: number, width: number, height: number): CellImage => {
    const part = new Uint16Array(width * height * 2);
    for (let y = 0; y < height; y++) {
      const from = ((top + y) * 150 + left) * 2;
      part.set(data.subarray(from, from + 2 * width) as Uint16Array, y * width * 2);
    }
    return { width, height, channels: 2, data: part };
  };
  it("writes tiles in any order, and nothing under the name before the end", async () => {
    const file = path.join(folder, "tiles", "a.tif");
    await expect(createTiff(file, shape)).rejects.toThrow(`createTiff: ${file} cannot be written: ENOENT`);
    const tiff = await createTiff(path.join(folder, "a.tif"), shape, { tile: 64 });
    expect(tiff.grid).toEqual({ kind: "tiles", width: 64, height: 64 });
    await Promise.all([
      tiff.write({ left: 0, top: 64 }, cut(0, 64, 150, 36)),
      tiff.write({ left: 64, top: 0 }, cut(64, 0, 64, 64)),
      tiff.write({ left: 128, top: 0 }, cut(128, 0, 22, 64)),
    ]);
    await expect(tiff.write({ left: 0, top: 64 }, cut(0, 64, 64, 36))).rejects.toThrow("was written before");
    await expect(tiff.write({ left: 3, top: 0 }, cut(3, 0, 64, 64))).rejects.toThrow(
      "must lie on the grid of 64x64",
    );
    await expect(tiff.write({ left: 0, top: 0 }, cut(0, 0, 64, 60))).rejects.toThrow("must lie on the grid");
    expect(await readdir(folder)).not.toContain("a.tif");
    await tiff.write({ left: 0, top: 0 }, cut(0, 0, 64, 64));
    await tiff.close();
    expect(await readBack(path.join(folder, "a.tif"))).toEqual(image);
  });
  it("writes strips of rows", async () => {
    const file = path.join(folder, "strips.tif");
    const tiff = await createTiff(file, shape, { rows: 32, compression: "none" });
    for (let top = 0; top < 100; top += 32)
      await tiff.write({ left: 0, top }, cut(0, top, 150, Math.min(32, 100 - top)));
    await tiff.close();
    expect(await readBack(file)).toEqual(image);
  });
  it("leaves nothing behind if it is aborted or incomplete", async () => {
    const file = path.join(folder, "part.tif");
    const aborted = await createTiff(file, shape, { tile: 64 });
    await aborted.write({ left: 0, top: 0 }, cut(0, 0, 64, 64));
    await aborted.abort();
    const incomplete = await createTiff(file, shape, { tile: 64 });
    await incomplete.write({ left: 0, top: 0 }, cut(0, 0, 64, 64));
    await expect(incomplete.close()).rejects.toThrow("the part at 64,0 is missing");
    expect((await readdir(folder)).filter((name) => name.includes("part"))).toEqual([]);
    await expect(createTiff(file, { ...shape, width: 0 })).rejects.toThrow(
      "width must be a positive integer, got 0",
    );
    await expect(createTiff(file, shape, { tile: 60 })).rejects.toThrow("tile must be a multiple of 16");
    expect((await readdir(folder)).filter((name) => name.includes("part"))).toEqual([]);
  });
});

describe("writeImage", () => {
  it.each(["png", "tiff", "ome-tiff"] as const)(
    "%s holds 16-bit gray with its pixel size",
    async (format) => {
      const file = path.join(folder, `grey.${format}`);
      await writeImage(file, imageOf(8, 6, 1, "uint16", { pixelSizeMicrometres: 0.25 }), { format });
      expect((await sharp(file).metadata()).depth).toBe("ushort");
    },
  );
  it.each([
    ["float32", 1],
    ["int16", 1],
    ["uint16", 2],
    ["uint8", 4],
  ] as const)("PNG cannot hold %s in %d channels", async (type, channels) => {
    const image = imageOf(8, 6, channels, type);
    const error: unknown = await writeImage(path.join(folder, "a.png"), image, { format: "png" }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(UnfitFormatError);
    expect((error as Error).message).toMatch(/got \d of \w+\. Use the format tiff\.$/);
  });
});
