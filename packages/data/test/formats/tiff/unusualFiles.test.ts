import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImageSource } from "../../../src/index.ts";
import { openTiff } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";
import { type Field, imageSize, tiffBytes } from "./tiffBytes.ts";

let folder: string;
let remove: () => Promise<void>;
let source: ImageSource | undefined;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(async () => {
  await source?.close();
  source = undefined;
  await remove();
});

async function opened(fields: readonly Field[], pixels: readonly number[]): Promise<ImageSource> {
  source = await openTiff(
    await put(folder, "cells.tif", tiffBytes(fields, { pixels: Uint8Array.from(pixels) })),
  );
  return source;
}

describe("openTiff reads", () => {
  it("a file with nothing but sizes and an offset: one bit per pixel, a single strip without byte count", async () => {
    const { read } = await opened(
      [...imageSize(10, 2), [273, 4, [8]]],
      [0b10110011, 0b01000000, 0b00000001, 0b11000000],
    );
    const expected = [1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1].map((bit) => 255 * bit);
    expect([...(await read()).data]).toEqual(expected);
  });
  it("reversed bits in each byte", async () => {
    const fields: Field[] = [...imageSize(8, 1), [266, 3, [2]], [273, 4, [8]], [279, 4, [1]]];
    const { read } = await opened(fields, [0b00000011]);
    expect([...(await read()).data]).toEqual([255, 255, 0, 0, 0, 0, 0, 0]);
  });
  it("a byte count of 0 for the only strip", async () => {
    const { read } = await opened(
      [...imageSize(3, 1), [258, 3, [8]], [273, 4, [8]], [279, 4, [0]]],
      [7, 8, 9],
    );
    expect([...(await read()).data]).toEqual([7, 8, 9]);
  });
  it.each([
    ["focal planes", [0, 1, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0], { depth: 4, times: 1 }],
    ["time points", [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0], { depth: 1, times: 4 }],
  ] as const)("a MetaMorph stack of %s", async (_, records, shape) => {
    // 24 bytes for each plane, although the count is the number of planes.
    const planes: Field = [33629, 5, [...records, ...new Array(12).fill(0)], 4];
    const fields: Field[] = [
      ...imageSize(2, 2),
      [258, 3, [8]],
      [278, 4, [1]],
      [273, 4, [8, 10]],
      [279, 4, [2, 2]],
      planes,
    ];
    const stack = await opened(
      fields,
      Array.from({ length: 16 }, (_, i) => i),
    );
    expect(stack).toMatchObject({ images: 1, channels: 1, ...shape });
    for (const plane of [0, 3]) {
      const { data } = await stack.read(shape.depth > 1 ? { z: plane } : { time: plane });
      expect([...data]).toEqual([0, 1, 2, 3].map((i) => 4 * plane + i));
    }
  });
  it("strips in any order, with gaps", async () => {
    const fields: Field[] = [
      ...imageSize(2, 3),
      [258, 3, [8]],
      [278, 4, [1]],
      [273, 4, [14, 8, 11]],
      [279, 4, [2, 2, 2]],
    ];
    const { read } = await opened(fields, [3, 4, 0, 5, 6, 0, 1, 2]);
    expect([...(await read()).data]).toEqual([1, 2, 3, 4, 5, 6]);
  });
  it("tiles at the edges, whose padding is not part of the image", async () => {
    const fields: Field[] = [
      ...imageSize(3, 1),
      [258, 3, [8]],
      [322, 3, [2]],
      [323, 3, [2]],
      [324, 4, [8, 12]],
      [325, 4, [4, 4]],
    ];
    const { read } = await opened(fields, [1, 2, 99, 99, 3, 99, 99, 99]);
    expect([...(await read()).data]).toEqual([1, 2, 3]);
  });
  it("signed white-is-zero values as -1 minus the value", async () => {
    const fields: Field[] = [
      ...imageSize(3, 1),
      [258, 3, [8]],
      [262, 3, [0]],
      [339, 3, [2]],
      [273, 4, [8]],
      [279, 4, [3]],
    ];
    const { read } = await opened(fields, [0x80, 0, 0x7f]);
    expect((await read()).data).toEqual(Int8Array.from([127, -1, -128]));
  });
  it("any number of samples, but at most eight channels at a time", async () => {
    const fields: Field[] = [...imageSize(1, 1), [258, 3, [8]], [277, 3, [9]], [273, 4, [8]], [279, 4, [9]]];
    const { read, channels } = await opened(fields, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(channels).toBe(9);
    await expect(read()).rejects.toThrow(
      "read: channels must name at most 8 channels, got 9. Select some of them.",
    );
    expect([...(await read({ channels: [8, 0] })).data]).toEqual([9, 1]);
  });
  it("a camera's orientation as it is stored, with a note", async () => {
    const { notes } = await opened(
      [...imageSize(1, 1), [258, 3, [8]], [274, 3, [6]], [273, 4, [8]], [279, 4, [1]]],
      [1],
    );
    expect(notes).toEqual(["The orientation of the camera is not applied."]);
  });
});

it("openTiff reads only the tiles that a window overlaps", async () => {
  const tile = deflateSync(Uint8Array.from({ length: 256 }, (_, i) => i));
  const damaged = new Uint8Array(tile.length).fill(255);
  const fields: Field[] = [
    ...imageSize(32, 16),
    [258, 3, [8]],
    [259, 3, [8]],
    [322, 3, [16]],
    [323, 3, [16]],
    [324, 4, [8, 8 + tile.length]],
    [325, 4, [tile.length, tile.length]],
  ];
  const { read } = await opened(fields, [...tile, ...damaged]);
  expect([...(await read({ window: { left: 13, top: 1, width: 3, height: 2 } })).data]).toEqual([
    29, 30, 31, 45, 46, 47,
  ]);
  await expect(read()).rejects.toThrow("damaged (deflate data cannot be decompressed)");
});

it.each([
  ["1.2.3", 0],
  [".", 0],
  ["", 0],
  ["0x10", 0],
  ["nan", Number.NaN],
  ["-1.5e2", -150],
])(
  "openTiff fills tiles that are not stored with the no-data value %j if it is a number",
  async (text, value) => {
    const noData: Field = [42113, 2, [...Buffer.from(`${text}\0`)]];
    const float: Field[] = [
      [258, 3, [32]],
      [262, 3, [1]],
      [339, 3, [3]],
    ];
    const bytes = tiffBytes([...imageSize(2), ...float, noData, [273, 4, [0]], [279, 4, [0]]]);
    source = await openTiff(await put(folder, "cells.tif", bytes));
    expect((await source.read()).data).toEqual(new Float32Array(4).fill(value));
  },
);

describe("openTiff reads ImageJ's units", () => {
  it.each([
    ["micron", 0.5],
    ["\\u00B5m", 0.5],
    ["nm", 0.0005],
    ["mm", 500],
    ["inch", 12_700],
    ["pixel", undefined],
    ["constructor", undefined],
  ])("%s", async (unit, expected) => {
    const text = [...Buffer.from(`ImageJ=1.54f\nunit=${unit}\n\0`)];
    const bytes = tiffBytes(
      [...imageSize(1, 1), [258, 3, [8]], [270, 2, text], [273, 4, [8]], [279, 4, [1]], [282, 5, [2, 1]]],
      { pixels: Uint8Array.of(1) },
    );
    source = await openTiff(await put(folder, "cells.tif", bytes));
    expect(source.pixelSizeMicrometres).toBe(expected);
  });
});
