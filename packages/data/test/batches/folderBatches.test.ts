import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type FolderBatchOptions,
  type FolderBatchSource,
  folderBatches,
  folderScale,
  scanImageFolder,
} from "../../src/node.ts";
import { jpeg, png, put, raw, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
const COUNT = 9;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
  for (let i = 0; i < COUNT; i++) {
    const name = `${i % 3 === 0 ? "red" : "white"}/${i}`;
    if (i % 2) await put(folder, `${name}.png`, await png(raw(20 + i, 16 + 2 * i, 3, i * 31)));
    else await put(folder, `${name}.jpg`, await jpeg(raw(24 + i, 30 - i, 3, i * 57)));
  }
});
afterEach(() => remove());

const options: FolderBatchOptions = { size: 12, batchSize: 4, seed: 3, augmentation: "d4" };
async function sequence(
  source: FolderBatchSource,
  steps = 6,
): Promise<{ xStart: Float32Array; labels: Int32Array }[]> {
  const batches = [];
  for (let step = 0; step < steps; step++) batches.push(await source.batch(step));
  await source.close();
  return batches;
}

describe("folderBatches", () => {
  it("gives images in [-1, 1] of the size asked for, with their labels", async () => {
    const found = await scanImageFolder(folder);
    const source = folderBatches(found, options);
    expect(source).toMatchObject({
      count: COUNT,
      height: 12,
      width: 12,
      channels: 3,
      classes: ["red", "white"],
    });
    const { xStart, labels } = await source.batch(0);
    expect(xStart.length).toBe(4 * 12 * 12 * 3);
    expect(Math.min(...xStart)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...xStart)).toBeLessThanOrEqual(1);
    expect(Math.max(...xStart)).toBeGreaterThan(0.3);
    for (const label of labels) expect([0, 1]).toContain(label);
    await source.close();
  });
  it("gives the same however much is read ahead, kept in memory, or prepared by the scan", async () => {
    const plain = await sequence(folderBatches(await scanImageFolder(folder), { ...options, prefetch: 0 }));
    for (const [scan, more] of [
      [{}, { prefetch: 7 }],
      [{ cacheBytes: 0 }, { prefetch: 3 }],
      [{ cacheBytes: 5000 }, { prefetch: 3 }],
      [{ size: 12 }, {}],
      [{ size: 8 }, {}],
    ] as const) {
      const source = folderBatches(await scanImageFolder(folder, scan), { ...options, ...more });
      expect(await sequence(source)).toEqual(plain);
    }
  });
  it("is a pure function of the step: a run that goes on at step 4 sees what it would have seen", async () => {
    const found = await scanImageFolder(folder);
    const through = await sequence(folderBatches(found, options));
    const resumed = folderBatches(found, options);
    expect(await resumed.batch(4)).toEqual(through[4]);
    expect(await resumed.batch(5)).toEqual(through[5]);
    expect(await resumed.batch(0)).toEqual(through[0]);
    await resumed.close();
  });
  it("cuts to the middle square, and keeps pixels that need no scaling as they are", async () => {
    const { folder: other, remove: removeOther } = await temporaryFolder();
    const image = raw(5, 3, 1);
    await put(other, "a.png", await png(image));
    const scanned = await scanImageFolder(other, { range: [0, 255] });
    const source = folderBatches(scanned, { size: 3, batchSize: 1, seed: 0 });
    const { xStart } = await source.batch(0);
    const middle = [0, 1, 2].flatMap((y) => [1, 2, 3].map((x) => image.data[y * 5 + x]!));
    expect([...xStart]).toEqual(middle.map((v) => Math.fround((2 * v) / 255 - 1)));
    await removeOther();
  });
  it("turns color into luminance and gray into three channels", async () => {
    const { folder: other, remove: removeOther } = await temporaryFolder();
    await put(other, "a.png", await png({ ...raw(1, 1, 3), data: Uint8Array.of(255, 0, 0) }));
    const colour = await scanImageFolder(other);
    const one = await folderBatches(colour, { size: 1, channels: 1, batchSize: 1, seed: 0 }).batch(0);
    expect(one.xStart[0]).toBeCloseTo(2 * 0.299 - 1, 6);
    await put(other, "a.png", await png({ ...raw(1, 1, 1), data: Uint8Array.of(51) }));
    const grey = await scanImageFolder(other);
    expect(grey.channels).toBe(1);
    const three = await folderBatches(grey, { size: 1, channels: 3, batchSize: 1, seed: 0 }).batch(0);
    expect([...three.xStart]).toEqual([-0.6, -0.6, -0.6].map(Math.fround));
    await removeOther();
  });
  it("stabilizes pixel values, whose range is that of the transformed ones, in any depth and color", async () => {
    const { folder: other, remove: removeOther } = await temporaryFolder();
    // 2 sqrt(v)
    const stabilisation = { gain: 1, offset: 3 / 8, read: 0 };
    await put(other, "a.png", await png({ ...raw(1, 1, 3), data: Uint8Array.of(0, 81, 255) }));
    const options = { size: 1, batchSize: 1, seed: 0 } as const;
    const batches = async (more: { channels?: 1; batchSize?: 2 }, range?: [number, number]) => {
      const folder = await scanImageFolder(other);
      const channels = more.channels ?? 3;
      const scale = {
        ...folderScale(folder, { channels, stabilisation }),
        ...(range ? { ranges: new Array(channels).fill(range) } : {}),
      };
      return (await folderBatches(folder, { ...options, ...more, scale }).batch(0)).xStart;
    };
    const batch = async (more: { channels?: 1 } = {}, range?: [number, number]) => [
      ...(await batches(more, range)),
    ];
    const unit = (v: number): number => Math.fround((2 * v) / Math.sqrt(255) - 1);
    expect(await batch()).toEqual([-1, unit(9), 1]);
    expect(await batch({}, [0, 36])).toEqual([-1, 0, Math.fround(Math.sqrt(255) / 9 - 1)]);
    // The luminance is that of the pixels, not of the stabilized values.
    expect((await batch({ channels: 1 }))[0]).toBeCloseTo(unit(Math.sqrt(0.587 * 81 + 0.114 * 255)), 6);
    await put(other, "b.png", await png({ ...raw(1, 1, 3), data: Uint16Array.of(0, 10_000, 65_535) }));
    const xStart = await batches({ batchSize: 2 });
    const [first, second] = [[...xStart.slice(0, 3)], [...xStart.slice(3)]];
    // Each channel of the 16-bit file is constant, which gives it the full scale; 255 of the 8-bit file becomes 65535.
    const deep = (v: number): number => (2 * Math.sqrt(v)) / Math.sqrt(65_535) - 1;
    const wanted = [
      [-1, deep(81 * 257), 1],
      [-1, deep(10_000), 1],
    ].map((values) => values.map((value) => expect.closeTo(value, 6)));
    expect(first[1]! < second[1]! ? [second, first] : [first, second]).toEqual(wanted);
    await removeOther();
  });
  it("keeps all 16 bits, and maps 8-bit files of the same set by their own range", async () => {
    const { folder: other, remove: removeOther } = await temporaryFolder();
    await put(
      other,
      "a.png",
      await png({ ...raw(2, 1, 1), height: 2, data: Uint16Array.of(1000, 1001, 1002, 52400) }),
    );
    await put(
      other,
      "b.png",
      await png({ ...raw(2, 1, 1), height: 2, data: Uint8Array.of(100, 100, 101, 101) }),
    );
    const found = await scanImageFolder(other);
    expect(found.ranges).toEqual([[1000, 52400]]);
    expect(found.rangeWarnings).toEqual([
      {
        code: "mixed-pixel-types",
        types: [
          { pixelType: "uint8", count: 1 },
          { pixelType: "uint16", count: 1 },
        ],
      },
    ]);
    const { xStart } = await folderBatches(found, { size: 2, batchSize: 2, seed: 0 }).batch(0);
    const value = (v: number): number => Math.fround((2 * (v - 1000)) / 51400 - 1);
    const deep = [1000, 1001, 1002, 52400].map(value);
    const flat = [-1, -1, 1, 1];
    const [first, second] = [[...xStart.slice(0, 4)], [...xStart.slice(4)]];
    const images = first[1]! > -1 ? [first, second] : [second, first];
    images[0]!.forEach((v, i) => {
      expect(v).toBeCloseTo(deep[i]!, 6);
    });
    images[1]!.forEach((v, i) => {
      expect(v).toBeCloseTo(flat[i]!, 6);
    });
    await removeOther();
  });
  it("takes the next file for one that is gone since the scan, and names it", async () => {
    const found = await scanImageFolder(folder, { cacheBytes: 0 });
    const [gone] = found.files;
    await rm(gone!.path);
    const early = folderBatches(found, { ...options, cacheBytes: 0, prefetch: 0 });
    const late = folderBatches(found, { ...options, cacheBytes: 0, prefetch: 9 });
    expect(await sequence(early)).toEqual(await sequence(late));
    expect(early.skipped).toEqual([
      { path: gone!.path, reason: "the file does not exist", remedy: "Check the path." },
    ]);
    const strict = folderBatches(found, { ...options, strict: true });
    await expect(sequence(strict)).rejects.toThrow(`${gone!.path} cannot be read: the file does not exist.`);
  });
  it("fails when none of its files is left", async () => {
    const found = await scanImageFolder(folder, { cacheBytes: 0 });
    await rm(path.join(folder), { recursive: true });
    await expect(folderBatches(found, { ...options, prefetch: 0 }).batch(0)).rejects.toThrow(
      `none of the ${COUNT} files of ${folder} can still be read`,
    );
  });
  it("gives nothing after close", async () => {
    const source = folderBatches(await scanImageFolder(folder), options);
    await source.batch(0);
    await source.close();
    await expect(source.batch(1)).rejects.toThrow("closed");
  });
  it.each([
    [{ size: 0 }, "size must be a positive integer or { width, height } of them, got 0"],
    [{ batchSize: 1.5 }, "batchSize must be a positive integer, got 1.5"],
    [
      { channels: 2 },
      "image is unsuitable for a model of 2 channels: it has 3. Select the model's channels with --select-channels.",
    ],
    [
      { channels: 2, scale: { ranges: [[0, 1]], pixelType: "uint8" } as const },
      "one range for each of 2 channels, got 1",
    ],
    [{ channels: 1, scale: { ranges: [[3, 1]], pixelType: "uint8" } as const }, "got [3, 1]"],
    [{ prefetch: -1 }, "prefetch must be an integer of at least 0, got -1"],
    [{ crops: { side: 0 } }, "crops.side must be a positive integer"],
    [{ crops: { side: [9, 8] as const } }, "got [9,8]"],
    [{ crops: { side: 8, attempts: 0 } }, "crops.attempts must be a positive integer, got 0"],
  ])("rejects the options %j", async (wrong, message) => {
    const found = await scanImageFolder(folder);
    expect(() => folderBatches(found, { ...options, ...wrong })).toThrow(message);
  });
});

describe("folderBatches with crops", () => {
  it("draws other squares of the same images every time, the same for the same step", async () => {
    const { folder: other, remove: removeOther } = await temporaryFolder();
    await put(other, "a.png", await png(raw(40, 30, 1)));
    const found = await scanImageFolder(other);
    const crops = { side: 8 } as const;
    const make = (): FolderBatchSource => folderBatches(found, { size: 8, batchSize: 1, seed: 1, crops });
    const first = await sequence(make(), 12);
    expect(new Set(first.map(({ xStart }) => xStart.join())).size).toBeGreaterThan(9);
    expect(await sequence(make(), 12)).toEqual(first);
    await removeOther();
  });
  it("are windows of the file, scaled to the size", async () => {
    const { folder: other, remove: removeOther } = await temporaryFolder();
    const image = { ...raw(20, 10, 1), data: Uint8Array.from({ length: 200 }, (_, i) => i) };
    await put(other, "a.png", await png(image));
    const found = await scanImageFolder(other, { range: [0, 255] });
    const source = folderBatches(found, { size: 4, batchSize: 1, seed: 1, crops: { side: 4 } });
    for (let step = 0; step < 8; step++) {
      const values = [...(await source.batch(step)).xStart].map((x) => Math.round((x + 1) * 127.5));
      const corner = values[0]!;
      const expected = [0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3].map((x) => corner + 20 * y + x));
      expect(values).toEqual(expected);
    }
    const scaled = folderBatches(found, { size: 4, batchSize: 2, seed: 1, crops: { side: [6, 99] } });
    expect((await scaled.batch(0)).xStart.length).toBe(32);
    await removeOther();
  });
  it("find the only spot of an empty field when they may try often enough", async () => {
    const { folder: other, remove: removeOther } = await temporaryFolder();
    const field = { ...raw(1, 1, 1), width: 100, height: 100, data: new Uint8Array(10_000).fill(20) };
    for (let y = 40; y < 46; y++) for (let x = 60; x < 66; x++) field.data[y * 100 + x] = 220;
    await put(other, "a.png", await png(field));
    const found = await scanImageFolder(other);
    const hits = async (attempts: number): Promise<number> => {
      const source = folderBatches(found, {
        size: 16,
        batchSize: 20,
        seed: 1,
        crops: { side: 16, attempts },
      });
      const { xStart } = await source.batch(0);
      return Array.from({ length: 20 }, (_, i) => xStart.slice(i * 256, (i + 1) * 256)).filter((crop) =>
        crop.some((v) => v > 0),
      ).length;
    };
    expect(await hits(64)).toBeGreaterThan(await hits(1));
    expect(await hits(400)).toBe(20);
    await removeOther();
  });
});
