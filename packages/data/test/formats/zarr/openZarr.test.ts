import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openZarr, UnreadableImageError } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";

interface Expected {
  readonly axes: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

const fixtures = fileURLToPath(new URL("../../fixtures/zarr/", import.meta.url));
const expected: Record<string, Expected> = JSON.parse(
  await readFile(path.join(fixtures, "expected.json"), "utf8"),
);

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

/** Copy of a fixture that a test may change. */
async function copyOf(name: string): Promise<string> {
  const copy = path.join(folder, name);
  await cp(path.join(fixtures, name), copy, { recursive: true });
  return copy;
}

async function edit(file: string, change: (value: Record<string, unknown>) => unknown): Promise<void> {
  const value = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify(change(value) ?? value));
}

describe("openZarr", () => {
  it.each(Object.keys(expected))("reads every value of %s that zarr-python wrote", async (name) => {
    const { axes, shape, values } = expected[name]!;
    const source = await openZarr(path.join(fixtures, name));
    const sideOf = (axis: string) => (axes.includes(axis) ? shape[axes.indexOf(axis)]! : 1);
    expect([source.times, source.channels, source.depth, source.height, source.width]).toEqual(
      [..."tczyx"].map(sideOf),
    );
    const read: number[] = [];
    for (let time = 0; time < source.times; time++) {
      for (let channel = 0; channel < source.channels; channel++) {
        for (let z = 0; z < source.depth; z++)
          read.push(...(await source.read({ time, z, channels: [channel] })).data);
      }
    }
    expect(read).toEqual(values);
    expect(source.images).toBe(1);
    await source.close();
  });
  it("interleaves chosen channels of a window", async () => {
    const source = await openZarr(path.join(fixtures, "v05-czyx.zarr"));
    const { values } = expected["v05-czyx.zarr"]!;
    const at = (c: number, z: number, y: number, x: number) => values[((c * 3 + z) * 12 + y) * 10 + x];
    const window = { left: 7, top: 6, width: 3, height: 4 };
    const { width, height, channels, data } = await source.read({ z: 1, channels: [1, 0], window });
    expect([width, height, channels]).toEqual([3, 4, 2]);
    const wanted = [6, 7, 8, 9].flatMap((y) => [7, 8, 9].flatMap((x) => [at(1, 1, y, x), at(0, 1, y, x)]));
    expect([...data]).toEqual(wanted);
  });
  it("reads names, colors, pixel size, levels and label images", async () => {
    const source = await openZarr(path.join(fixtures, "v04-tczyx.zarr"));
    expect(source).toMatchObject({
      format: "ome-zarr",
      pixelType: "uint16",
      channelNames: ["DAPI", "Actin"],
      channelColors: ["#0000ff", "#00ff00"],
      pixelSizeMicrometres: 0.325,
      levels: 2,
      labelImages: ["cells"],
      notes: [],
    });
    expect((await source.read({ channels: [1] })).channelNames).toEqual(["Actin"]);
    // Its metadata states 325 nanometers.
    expect((await openZarr(path.join(fixtures, "v05-czyx.zarr"))).pixelSizeMicrometres).toBe(0.325);
    // Its axes have no unit.
    expect((await openZarr(path.join(fixtures, "v05-cyx.zarr"))).pixelSizeMicrometres).toBeUndefined();
  });
  it("opens a lower level, with its pixel size", async () => {
    const whole = await openZarr(path.join(fixtures, "v04-tczyx.zarr"));
    const half = await openZarr(path.join(fixtures, "v04-tczyx.zarr"), { level: 1 });
    expect([half.width, half.height, half.pixelSizeMicrometres]).toEqual([5, 6, 0.65]);
    expect((await half.read()).data[2]).toBe((await whole.read()).data[4]);
    await expect(openZarr(path.join(fixtures, "v04-tczyx.zarr"), { level: 2 })).rejects.toThrow(
      "openZarr: level must be an integer from 0 to 1, got 2.",
    );
  });
  it.each(["v04-tczyx.zarr", "v05-czyx.zarr"])("opens the label image of %s", async (name) => {
    const source = await openZarr(path.join(fixtures, name), { labelImage: "cells" });
    expect(source.pixelType).toBe("int32");
    const { data } = await source.read();
    expect([...data]).toEqual(Array.from({ length: 120 }, (_, index) => Math.floor(index / 40)));
    await expect(openZarr(path.join(fixtures, name), { labelImage: "nuclei" })).rejects.toThrow(
      'without the label image "nuclei". Choose one of cells.',
    );
  });
  it("reads only the chunks that overlap the window", async () => {
    const copy = await copyOf("v04-zlib.zarr");
    await writeFile(path.join(copy, "0", "0", "0"), "damaged");
    const source = await openZarr(copy);
    const { data } = await source.read({ window: { left: 8, top: 8, width: 10, height: 5 } });
    expect(data[0]).toBe(expected["v04-zlib.zarr"]!.values[8 * 18 + 8]);
    await expect(source.read()).rejects.toThrow("damaged (a chunk cannot be decompressed by zlib)");
  });
  it("opens the first series of bioformats2raw's layout, and others by number", async () => {
    await cp(path.join(fixtures, "v04-zlib.zarr"), path.join(folder, "0"), { recursive: true });
    await cp(path.join(fixtures, "v04-zyx.zarr"), path.join(folder, "1"), { recursive: true });
    await put(folder, ".zattrs", '{"bioformats2raw.layout": 3}');
    const source = await openZarr(folder);
    expect([source.width, source.notes]).toEqual([18, ["The folder has 2 series; series 0 is read."]]);
    expect((await openZarr(folder, { series: 1 })).depth).toBe(3);
    await expect(openZarr(folder, { series: 2 })).rejects.toThrow(
      "without the series 2. It has the series 0, 1.",
    );
  });
  it("rejects positions and windows outside the image as the caller's error", async () => {
    const source = await openZarr(path.join(fixtures, "v04-tczyx.zarr"));
    await expect(source.read({ time: 2 })).rejects.toThrow("time must be an integer from 0 to 1, got 2.");
    await expect(source.read({ z: -1 })).rejects.toThrow(RangeError);
    await expect(source.read({ channels: [] })).rejects.toThrow(RangeError);
  });
});

describe("openZarr refuses", () => {
  const refuse = async (target: string, message: RegExp) => {
    const error = await openZarr(target)
      .then((source) => source.read())
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnreadableImageError);
    expect((error as UnreadableImageError).path).toBe(target);
    expect((error as Error).message).toMatch(message);
  };
  it("folders that are no OME-Zarr image", async () => {
    await refuse(path.join(folder, "none"), /the file does not exist/);
    await refuse(await put(folder, "file.zarr", "x"), /a file, not an OME-Zarr folder/);
    await refuse(folder, /without \.zattrs or zarr\.json/);
    await put(folder, "plain/.zgroup", '{"zarr_format": 2}');
    await refuse(path.join(folder, "plain"), /multiscales\)/);
    await put(folder, "plate/.zattrs", '{"plate": {}}');
    await refuse(path.join(folder, "plate"), /a plate|plate of several images/);
    await put(folder, "text/.zattrs", "{");
    await refuse(path.join(folder, "text"), /\.zattrs is not JSON/);
  });
  it.each(["../other", "/../other", "0/../../other", "..", "a\\..\\b", "C:/x"])(
    "the path %s",
    async (target) => {
      const copy = await copyOf("v04-none.zarr");
      await edit(path.join(copy, ".zattrs"), (attributes) => {
        (attributes["multiscales"] as { datasets: { path: string }[] }[])[0]!.datasets[0]!.path = target;
      });
      await refuse(copy, /not inside the folder/);
    },
  );
  it("label images outside the folder", async () => {
    const copy = await copyOf("v04-tczyx.zarr");
    await writeFile(path.join(copy, "labels", ".zattrs"), '{"labels": ["../../secret"]}');
    await refuse(copy, /not inside the folder/);
  });
  it("chunks and shapes that would need too much memory", async () => {
    const copy = await copyOf("v04-none.zarr");
    const array = path.join(copy, "0", ".zarray");
    await edit(array, (value) => ({ ...value, shape: [2 ** 20, 2 ** 20] }));
    await refuse(copy, /exceeds the limit of 100000000 pixels/);
    await edit(array, (value) => ({ ...value, chunks: [2 ** 20, 2 ** 20] }));
    await refuse(copy, /chunks of \d+ bytes/);
    await edit(array, (value) => ({ ...value, shape: [9000, 9000], chunks: [1, 1] }));
    await refuse(copy, /81000000 chunks in one window/);
    await edit(array, (value) => ({ ...value, shape: [0, 8], chunks: [8, 8] }));
    await refuse(copy, /without pixels/);
  });
  it("unsupported types, codecs and filters, by name", async () => {
    const copy = await copyOf("v04-none.zarr");
    const array = path.join(copy, "0", ".zarray");
    await edit(array, (value) => ({ ...value, dtype: "<i8" }));
    await refuse(copy, /an array of the type "<i8"|"int64"/);
    await edit(array, (value) => ({ ...value, dtype: "<u2", compressor: { id: "lzma" } }));
    await refuse(copy, /unsupported codec "lzma"/);
    await edit(array, (value) => ({ ...value, compressor: null, filters: [{ id: "delta" }] }));
    await refuse(copy, /unsupported filter "delta"/);
    const other = await copyOf("v05-none.zarr");
    await edit(path.join(other, "0", "zarr.json"), (value) => ({
      ...value,
      codecs: [{ name: "vlen-utf8" }],
    }));
    await refuse(other, /unsupported codec "vlen-utf8"/);
  });
  it("chunks of a wrong size, and decompression bombs", async () => {
    const plain = await copyOf("v04-none.zarr");
    const chunk = path.join(plain, "0", "0", "0");
    await writeFile(chunk, Buffer.alloc(100));
    await refuse(plain, /a chunk has a wrong size/);
    await writeFile(chunk, Buffer.alloc(10 ** 6));
    await refuse(plain, /1000000 bytes; at most \d+ are expected/);
    await writeFile(chunk, "");
    await refuse(plain, /an empty file/);
    const bomb = Buffer.alloc(2 ** 25);
    for (const [name, bytes] of [
      ["zlib", deflateSync(bomb)],
      ["gzip", gzipSync(bomb)],
    ] as const) {
      const copy = await copyOf(`v04-${name}.zarr`);
      await writeFile(path.join(copy, "0", "0", "0"), bytes);
      await refuse(copy, /cannot be decompressed|at most/);
    }
    for (const name of ["v04-zstd.zarr", "v04-blosc-lz4.zarr", "v04-lz4.zarr", "v05-zstd-checksum.zarr"]) {
      const copy = await copyOf(name);
      const isV3 = name.startsWith("v05");
      const file = path.join(copy, "0", ...(isV3 ? ["c"] : []), "0", "0");
      const bytes = await readFile(file);
      bytes.fill(0xff, 4, 9);
      await writeFile(file, bytes);
      await refuse(copy, /wrong size|checksum|wrong block size|cannot be decompressed/);
    }
  });
  it("a shard whose index points outside of it", async () => {
    const copy = await copyOf("v05-sharded.zarr");
    const file = path.join(copy, "0", "c", "0", "0");
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, 20));
    await refuse(copy, /outside its 20 bytes/);
    const changed = Buffer.from(bytes);
    changed.fill(0x7f, bytes.length - 60, bytes.length - 56);
    await writeFile(file, changed);
    await refuse(copy, /checksum of a chunk is wrong/);
  });
  it("a change of any byte of a chunk with a checksum", async () => {
    const copy = await copyOf("v05-zstd-checksum.zarr");
    const file = path.join(copy, "0", "c", "0", "0");
    const bytes = await readFile(file);
    for (let place = 0; place < bytes.length; place += 7) {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 1;
      await writeFile(file, changed);
      await refuse(copy, /checksum of a chunk is wrong/);
    }
    expect(await readdir(copy)).toContain("zarr.json");
  });
});
