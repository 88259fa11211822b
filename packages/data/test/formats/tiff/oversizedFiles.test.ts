import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { gray8, imageSize, tiffBytes } from "./tiffBytes.ts";
import { tiffFault } from "./tiffFault.ts";

describe("openTiff rejects with the reason", () => {
  it.each<[string, () => Uint8Array | string, string]>([
    [
      "four billion tiles",
      () =>
        tiffBytes([
          ...imageSize(1_000_000, 90),
          ...gray8,
          [322, 3, [1]],
          [323, 3, [1]],
          [324, 4, [8]],
          [325, 4, [4]],
        ]),
      "too large: 90000000 strips or tiles",
    ],
    [
      "a size beyond the limit of pixels",
      () => tiffBytes([...imageSize(100_000), ...gray8, [259, 3, [8]], [273, 4, [8]], [279, 4, [4]]]),
      "too large: 100000x100000 exceeds the limit of 100000000 pixels",
    ],
    [
      "few compressed bytes for many pixels",
      () => tiffBytes([...imageSize(10_000), ...gray8, [259, 3, [8]], [273, 4, [8]], [279, 4, [4]]]),
      "damaged (strip 1: 4 bytes of deflate data cannot hold 100000000 bytes)",
    ],
  ])("%s", async (_, bytes, reason) => {
    expect((await tiffFault(bytes())).reason).toBe(reason);
  });

  it("a decompression bomb, before it fills memory", async () => {
    const bomb = deflateSync(new Uint8Array(80_000_000));
    const bytes = tiffBytes(
      [
        ...imageSize(200, 2000),
        ...gray8,
        [259, 3, [8]],
        [278, 4, [1000]],
        [273, 4, [8, 8]],
        [279, 4, [bomb.length, bomb.length]],
      ],
      { pixels: bomb },
    );
    const before = process.memoryUsage().rss;
    expect((await tiffFault(bytes)).reason).toBe("damaged (deflate data cannot be decompressed)");
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
  });

  it("strips whose data are much longer than their pixels", async () => {
    const empty = deflateSync(new Uint8Array(1_000_000), { level: 0 });
    const rows = 3000;
    const offsets = new Array<number>(rows).fill(8);
    const counts = new Array<number>(rows).fill(empty.length);
    const bytes = tiffBytes(
      [...imageSize(2, rows), ...gray8, [259, 3, [8]], [278, 4, [1]], [273, 4, offsets], [279, 4, counts]],
      { pixels: empty },
    );
    expect((await tiffFault(bytes)).reason).toMatch(
      /^damaged \(strip 1: \d+ bytes of deflate data for 2 bytes\)$/,
    );
  });
});
