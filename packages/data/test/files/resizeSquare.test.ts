import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { resamplePixels, resizeSquare } from "../../src/files/resizeSquare.ts";
import { centreSquare } from "../../src/images/squareWindow.ts";
import type { CellImage } from "../../src/index.ts";

/** A smooth image: any good filter gives about the same. */
function waves(width: number, height: number, channels: 1 | 3, full: 255 | 65535): CellImage {
  const data =
    full === 255 ? new Uint8Array(width * height * channels) : new Uint16Array(width * height * channels);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    data[i] =
      full * (0.5 + 0.2 * Math.sin((9 * x) / width + (i % channels)) + 0.2 * Math.cos((7 * y) / height));
  }
  return { width, height, channels, data };
}

describe("resamplePixels", () => {
  it("keeps a flat image flat, growing and shrinking", () => {
    for (const data of [new Uint8Array(3 * 49).fill(77), new Uint16Array(3 * 49).fill(40_001)]) {
      const image: CellImage = { width: 7, height: 7, channels: 3, data };
      for (const size of [1, 3, 6, 8, 20]) {
        const scaled = resamplePixels(image, size, centreSquare(image));
        expect(new Set(scaled)).toEqual(new Set([data[0]]));
      }
    }
  });
  it("agrees with libvips on a smooth image within two grey levels", async () => {
    const image = waves(64, 64, 3, 255);
    const data = resamplePixels(image, 20, centreSquare(image));
    const expected = await sharp(image.data, { raw: { width: 64, height: 64, channels: 3 } })
      .resize(20, 20, { kernel: "lanczos3" })
      .raw()
      .toBuffer();
    data.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(2);
    });
  });
  it("clamps where the filter overshoots", () => {
    const data = Uint8Array.from({ length: 256 }, (_, i) => (i % 16 < 8 ? 0 : 255));
    const grown = resamplePixels({ width: 16, height: 16, channels: 1, data }, 32, {
      left: 0,
      top: 0,
      side: 16,
    });
    expect([Math.min(...grown), Math.max(...grown)]).toEqual([0, 255]);
    expect(grown[14]).toBe(0);
    expect(grown[17]).toBe(255);
  });
  it("looks at the window only", () => {
    const image = waves(30, 30, 1, 65535);
    const window = { left: 5, top: 9, side: 12 };
    const alone: CellImage = { width: 12, height: 12, channels: 1, data: new Uint16Array(144) };
    for (let i = 0; i < 144; i++) {
      alone.data[i] = image.data[(9 + Math.floor(i / 12)) * 30 + 5 + (i % 12)]!;
    }
    expect(resamplePixels(image, 7, window)).toEqual(resamplePixels(alone, 7, centreSquare(alone)));
  });
});

describe("resizeSquare", () => {
  it.each([255, 65535] as const)(
    "gives large images the same look as small ones, full scale %d",
    async (full) => {
      const large = waves(600, 600, 1, full);
      const { data } = await resizeSquare(large, 24);
      const expected = resamplePixels(large, 24, centreSquare(large));
      data.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(0.01 * full);
      });
      expect(data.BYTES_PER_ELEMENT).toBe(full === 255 ? 1 : 2);
    },
  );
  it("returns an image of the right size itself", async () => {
    const image = waves(9, 9, 3, 255);
    expect(await resizeSquare(image, 9)).toBe(image);
  });
  it("finds the middle square, to the left and above where it is half a pixel off", () => {
    expect(centreSquare({ width: 10, height: 5 })).toEqual({ left: 2, top: 0, side: 5 });
    expect(centreSquare({ width: 4, height: 9 })).toEqual({ left: 0, top: 2, side: 4 });
  });
});
