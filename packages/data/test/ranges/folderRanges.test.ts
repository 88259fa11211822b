import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { folderBatches, folderScale, scanImageFolder, withoutUnreadable } from "../../src/node.ts";
import { png, put, raw, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

/** Cell of a 12-bit camera: values from 150 to 2150. */
const camera = (k: number) => (i: number) => 150 + ((i * 389 + 97 * k) % 2001);
const putGrey = async (name: string, of: (i: number) => number, depth: 8 | 16 = 16) => {
  const values = Array.from({ length: 32 * 32 }, (_, i) => of(i));
  const data = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  await put(folder, name, await png({ ...raw(1, 1, 1), width: 32, height: 32, data }));
};

describe("the range of a folder", () => {
  test("is not changed by a hot pixel, which a warning names", async () => {
    for (let k = 0; k < 20; k++) {
      await putGrey(`${k}.png`, (i) => (k === 7 && i === 40 ? 65_535 : camera(k)(i)));
    }
    const images = await scanImageFolder(folder);
    const [[low, high]] = images.ranges as [[number, number]];
    expect(low).toBeLessThan(160);
    expect(high).toBeGreaterThan(2140);
    expect(high).toBeLessThan(2151);
    expect(images.rangeWarnings).toEqual([
      { code: "hot-pixel", file: "7.png", value: 65_535, percentile: 99.9, high },
    ]);
    // Cells fill the range; the hot pixel is clipped.
    const { xStart } = await folderBatches(images, { size: 32, batchSize: 20, seed: 0 }).batch(0);
    expect(xStart.reduce((most, x) => Math.max(most, x), -1)).toBe(1);
    expect(xStart.filter((x) => x > 0).length / xStart.length).toBeCloseTo(0.5, 1);
  });

  test("of two pixel types maps the same cells to the same values, with a warning", async () => {
    for (let k = 0; k < 20; k++) {
      const of = camera(k);
      if (k % 2 === 0) await putGrey(`${k}.png`, of);
      else await putGrey(`${k}.png`, (i) => Math.round(of(i) / 16), 8);
    }
    const images = await scanImageFolder(folder);
    expect(images.pixelType).toBe("uint16");
    expect(images.rangeWarnings).toEqual([
      {
        code: "mixed-pixel-types",
        types: [
          { pixelType: "uint8", count: 10 },
          { pixelType: "uint16", count: 10 },
        ],
      },
    ]);
    const { xStart } = await folderBatches(images, { size: 32, batchSize: 20, seed: 0 }).batch(0);
    const means = Array.from({ length: 20 }, (_, k) => {
      const values = xStart.subarray(k * 1024, (k + 1) * 1024);
      return values.reduce((sum, x) => sum + x, 0) / 1024;
    });
    expect(Math.max(...means) - Math.min(...means)).toBeLessThan(0.1);
  });

  test("is that of most files: a few of another type do not change it", async () => {
    for (let k = 0; k < 9; k++) await putGrey(`${k}.png`, (i) => i % 200, 8);
    await putGrey("z.png", camera(0));
    const images = await scanImageFolder(folder);
    expect(images.pixelType).toBe("uint8");
    expect(images.ranges).toEqual([[0, 199]]);
    expect(folderScale(images)).toMatchObject({ pixelType: "uint8" });
  });

  test("of constant images is named once", async () => {
    for (let k = 0; k < 3; k++) await putGrey(`${k}.png`, () => 7);
    expect((await scanImageFolder(folder)).rangeWarnings).toEqual([
      { code: "constant-channel", channel: 0, value: 7 },
    ]);
  });

  test("counts pixel types again without files that turned out to be unreadable", async () => {
    for (let k = 0; k < 3; k++) await putGrey(`${k}.png`, camera(k));
    await putGrey("black.png", () => 0, 8);
    await putGrey("z.png", (i) => i % 200, 8);
    const without = async (...names: string[]) => {
      const images = await scanImageFolder(folder);
      const fault = { reason: "damaged", remedy: "Copy it again." };
      return withoutUnreadable(
        images,
        names.map((name) => ({ path: path.join(folder, name), ...fault })),
      ).rangeWarnings;
    };
    const types = (uint8: number, uint16: number) => ({
      code: "mixed-pixel-types",
      types: [
        { pixelType: "uint8", count: uint8 },
        { pixelType: "uint16", count: uint16 },
      ],
    });
    expect(await without()).toContainEqual(types(2, 3));
    expect(await without("0.png", "black.png")).toContainEqual(types(1, 2));
    await rm(path.join(folder, "z.png"));
    const constant = { code: "constant-channel", channel: 0, value: 0, pixelType: "uint8" };
    expect(await without()).toEqual([types(1, 3), constant]);
    expect(await without("black.png")).toEqual([]);
  });

  test("of each image or group maps it by its own percentiles, and the card gets the medians", async () => {
    for (const [group, gain] of [
      ["a", 1],
      ["b", 4],
      ["c", 10],
    ] as const) {
      for (let k = 0; k < 2; k++) {
        await putGrey(`${group}/${k}.png`, (i) => gain * (100 + (i % 200) * (k + 1)));
      }
    }
    const spans = async (range: "image" | "group" | "set") => {
      const images = await scanImageFolder(folder, { range: range === "set" ? undefined : range });
      expect(images.rangeScope).toBe(range);
      const batches = folderBatches(images, { size: 32, batchSize: 6, seed: 0, scale: folderScale(images) });
      const { xStart } = await batches.batch(0);
      const most = Array.from({ length: 6 }, (_, k) =>
        xStart.subarray(k * 1024, (k + 1) * 1024).reduce((most, x) => Math.max(most, x), -1),
      );
      return { ranges: images.ranges, most: most.map((x) => Number(x.toFixed(2))).sort((a, b) => a - b) };
    };
    // Maxima: 299 and 498, times the gain.
    expect(await spans("image")).toEqual({ ranges: [[400, 4 * 498]], most: [1, 1, 1, 1, 1, 1] });
    const half = Number(((2 * 199) / 398 - 1).toFixed(2));
    expect(await spans("group")).toEqual({ ranges: [[400, 4 * 498]], most: [half, half, half, 1, 1, 1] });
    expect((await spans("set")).most[0]).toBeLessThan(-0.9);
    // By the groups of index.csv instead of the folders: all in one.
    const rows = ["a", "b", "c"].flatMap((name) => [0, 1].map((k) => `${name}/${k}.png,one`));
    await put(folder, "index.csv", ["file,slide", ...rows].join("\n"));
    expect((await spans("group")).ranges).toEqual([[100, 4960]]);
  });

  test("that most images hardly use is a warning", async () => {
    for (let k = 0; k < 5; k++) await putGrey(`${k}.png`, (i) => (k === 3 ? 1000 : 100) * (i % 2));
    const { ranges, rangeWarnings } = await scanImageFolder(folder);
    expect(ranges).toEqual([[0, 1000]]);
    expect(rangeWarnings).toEqual([{ code: "dark-images", share: 0.1 }]);
    expect((await scanImageFolder(folder, { range: "image" })).rangeWarnings).toEqual([]);
  });

  test("that dark images hardly use is a warning", async () => {
    for (let k = 0; k < 10; k++) await putGrey(`${k}.png`, (i) => (k < 2 ? 250 : 1000) * (i % 2));
    expect((await scanImageFolder(folder)).rangeWarnings).toEqual([{ code: "uneven-images", ratio: 4 }]);
    for (const range of ["image", "group"] as const) {
      expect((await scanImageFolder(folder, { range })).rangeWarnings).toEqual([]);
    }
    // One dark image of ten is no warning, nor are few images.
    await putGrey("0.png", (i) => 1000 * (i % 2));
    expect((await scanImageFolder(folder)).rangeWarnings).toEqual([]);
    await rm(path.join(folder, "9.png"));
    await putGrey("0.png", (i) => 250 * (i % 2));
    expect((await scanImageFolder(folder)).rangeWarnings).toEqual([]);
  });

  test("can be given, and reports what lies outside", async () => {
    await putGrey("a.png", (i) => i);
    const images = await scanImageFolder(folder, { range: [0, 511] });
    expect(images.ranges).toEqual([[0, 511]]);
    expect(images.rangeWarnings).toEqual([{ code: "values-outside-range", share: 0.5 }]);
    // Values far above it are not reported as a defective pixel.
    expect((await scanImageFolder(folder, { range: [-5, 10] })).rangeWarnings).toEqual([
      { code: "values-outside-range", share: expect.closeTo(1 - 11 / 1024, 6) },
    ]);
    await expect(scanImageFolder(folder, { range: [3, 3] })).rejects.toThrow(RangeError);
  });
});
