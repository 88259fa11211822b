import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { cropAndResize } from "../../../src/formats/raster/cropAndResize.ts";
import { centreWindow } from "../../../src/images/imageSize.ts";
import { resamplePixels } from "../../../src/images/resizeInThread.ts";
import type { CellImage, ImageSize } from "../../../src/index.ts";

const square = (side: number): ImageSize => ({ width: side, height: side });

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
        const scaled = resamplePixels(image, square(size), centreWindow(image, square(size)));
        expect(new Set(scaled)).toEqual(new Set([data[0]]));
      }
    }
  });
  it("agrees with libvips on a smooth image within two gray levels", async () => {
    const image = waves(64, 64, 3, 255);
    const data = resamplePixels(image, square(20), centreWindow(image, square(20)));
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
    const grown = resamplePixels({ width: 16, height: 16, channels: 1, data }, square(32), {
      left: 0,
      top: 0,
      ...square(16),
    });
    expect([Math.min(...grown), Math.max(...grown)]).toEqual([0, 255]);
    expect(grown[14]).toBe(0);
    expect(grown[17]).toBe(255);
  });
  it("looks at the window only", () => {
    const image = waves(30, 30, 1, 65535);
    const window = { left: 5, top: 9, ...square(12) };
    const alone: CellImage = { width: 12, height: 12, channels: 1, data: new Uint16Array(144) };
    for (let i = 0; i < 144; i++) {
      alone.data[i] = image.data[(9 + Math.floor(i / 12)) * 30 + 5 + (i % 12)]!;
    }
    const whole = centreWindow(alone, square(7));
    expect(resamplePixels(image, square(7), window)).toEqual(resamplePixels(alone, square(7), whole));
  });
});

describe("cropAndResize", () => {
  it.each([255, 65535] as const)(
    "gives large images the same look as small ones, full scale %d",
    async (full) => {
      const large = waves(600, 600, 1, full);
      const { data } = await cropAndResize(large, square(24));
      const expected = resamplePixels(large, square(24), centreWindow(large, square(24)));
      data.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(0.01 * full);
      });
      expect(data.BYTES_PER_ELEMENT).toBe(full === 255 ? 1 : 2);
    },
  );
  it("returns an image of the right size itself", async () => {
    const image = waves(9, 9, 3, 255);
    expect(await cropAndResize(image, square(9))).toBe(image);
  });
  it("finds the middle square, to the left and above where it is half a pixel off", () => {
    expect(centreWindow({ width: 10, height: 5 }, square(3))).toEqual({ left: 2, top: 0, ...square(5) });
    expect(centreWindow({ width: 4, height: 9 }, square(3))).toEqual({ left: 0, top: 2, ...square(4) });
  });
  it("crops to the aspect ratio of the result, which keeps the shape of the cells", async () => {
    const size = { width: 3, height: 5 };
    expect(centreWindow({ width: 100, height: 50 }, size)).toEqual({
      left: 35,
      top: 0,
      width: 30,
      height: 50,
    });
    expect(centreWindow({ width: 30, height: 100 }, size)).toEqual({
      left: 0,
      top: 25,
      width: 30,
      height: 50,
    });
    const image = waves(100, 50, 1, 255);
    const scaled = await cropAndResize(image, size);
    expect([scaled.width, scaled.height, scaled.data.length]).toEqual([3, 5, 15]);
  });
});
