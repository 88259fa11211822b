import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { CellImage } from "../../../src/index.ts";
import { readImage, readStoredImage } from "../../../src/node.ts";

describe("readStoredImage", () => {
  test("keeps a file's alpha and, where nothing was made, its pixels, in 8 and 16 bits", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "cellgen-alpha-"));
    const file = path.join(folder, "a.png");
    for (const [channels, depth] of [
      [1, 8],
      [3, 8],
      [1, 16],
      [3, 16],
    ] as const) {
      const length = 6 * 5 * (channels + 1);
      const stored = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
      for (let i = 0; i < length; i++) stored[i] = (i * 97) % 2 ** depth;
      const wide = depth === 16;
      const space = channels === 1 ? (wide ? "grey16" : "b-w") : wide ? "rgb16" : "srgb";
      const raw = { width: 6, height: 5, channels: (channels + 1) as 2 | 4 };
      await sharp(stored, { raw }).toColourspace(space).png().toFile(file);
      const pixels = depth === 8 ? new Uint8Array(30 * channels) : new Uint16Array(30 * channels);
      const made: CellImage = { width: 6, height: 5, channels, data: pixels.fill(7) };
      await writeFile(
        file,
        await (await readStoredImage(file)).encode(made, { isMade: (pixel) => pixel === 2 }),
      );
      // sharp reads gray of 8 bits with alpha as three equal channels.
      const { data, info } = await sharp(file)
        .toColourspace(space === "b-w" ? "srgb" : space)
        .raw({ depth: wide ? "ushort" : "uchar" })
        .toBuffer({ resolveWithObject: true });
      expect((await sharp(file).metadata()).channels).toBe(channels + 1);
      const values = wide ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data;
      const kept = Array.from(values).filter((_, i) => info.channels === channels + 1 || i % 4 > 1);
      const expected = stored.slice();
      expected.set([...new Array<number>(channels).fill(7), 2 ** depth - 1], 2 * (channels + 1));
      expect(kept).toEqual(Array.from(expected));
    }
    await rm(folder, { recursive: true });
  });

  test("lays gray with alpha over black in 8 and 16 bits, and keeps gray where it is opaque", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "cellgen-grey-alpha-"));
    const file = path.join(folder, "a.png");
    const raw = { width: 2, height: 2, channels: 2 } as const;
    for (const [space, full, values] of [
      ["b-w", 255, Uint8Array.of(10, 255, 200, 51, 90, 0, 50, 255)],
      ["grey16", 65535, Uint16Array.of(10, 65535, 200, 13107, 90, 0, 50, 65535)],
    ] as const) {
      await sharp(values, { raw }).toColourspace(space).png().toFile(file);
      const stored = await readStoredImage(file);
      expect(stored.image.channels).toBe(1);
      expect([...stored.image.data]).toEqual([10, 40, 0, 50]);
      expect(stored.reduced()).toEqual(stored.image);
      expect(await readImage(file)).toEqual(stored.image);
      const opaque = values.map((value, i) => (i % 2 === 1 ? full : value));
      await sharp(opaque, { raw }).toColourspace(space).png().toFile(file);
      expect([...(await readImage(file)).data]).toEqual([10, 200, 90, 50]);
    }
    await rm(folder, { recursive: true });
  });
});
