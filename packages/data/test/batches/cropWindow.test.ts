import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { drawCropPart, drawCropWindow, middleVariance } from "../../src/batches/cropWindow.ts";
import { type CellImage, cropImage } from "../../src/index.ts";

const field: CellImage = { width: 60, height: 40, channels: 1, data: new Uint8Array(2400).fill(20) };
for (let y = 18; y < 22; y++) for (let x = 28; x < 32; x++) field.data[y * 60 + x] = 220;

const square = { width: 8, height: 8 };

describe("drawCropWindow", () => {
  it("has the aspect ratio of the size, with the side as its shorter side", () => {
    const size = { width: 24, height: 16 };
    const stream = randomStream(0, "crop", 0);
    expect(drawCropWindow(field, size, { side: 20 }, stream)).toMatchObject({ width: 30, height: 20 });
    expect(drawCropWindow(field, size, { side: 99 }, stream)).toMatchObject({ width: 60, height: 40 });
  });
  it("stays inside the image, and reaches all of it", () => {
    const seen = { left: new Set<number>(), top: new Set<number>(), side: new Set<number>() };
    for (let i = 0; i < 3000; i++) {
      const {
        left,
        top,
        width: side,
      } = drawCropWindow(field, square, { side: [37, 99] }, randomStream(0, "crop", i));
      expect(left >= 0 && top >= 0 && left + side <= 60 && top + side <= 40).toBe(true);
      seen.left.add(left);
      seen.top.add(top);
      seen.side.add(side);
    }
    expect([...seen.side].sort()).toEqual([37, 38, 39, 40]);
    expect(seen.left.size).toBe(24);
    expect(seen.top.size).toBe(4);
  });
  it("prefers what has contrast in its middle", () => {
    const distances = (attempts: number): number => {
      let total = 0;
      for (let i = 0; i < 50; i++) {
        const {
          left,
          top,
          width: side,
        } = drawCropWindow(field, square, { side: 16, attempts }, randomStream(0, "crop", i));
        total += Math.hypot(left + side / 2 - 30, top + side / 2 - 20);
      }
      return total / 50;
    };
    expect(distances(1)).toBeGreaterThan(10);
    expect(distances(64)).toBeLessThan(5);
  });
});

describe("middleVariance", () => {
  it("is zero where all is flat", () => {
    expect(middleVariance(field, { left: 0, top: 0, width: 16, height: 16 })).toBeCloseTo(0, 6);
  });
  it("is larger the nearer the spot is to the middle", () => {
    const at = (left: number): number => middleVariance(field, { left, top: 12, width: 16, height: 16 });
    expect(at(22)).toBeGreaterThan(at(26));
    expect(at(26)).toBeGreaterThan(at(30));
  });
});

describe("drawCropPart", () => {
  it("returns the pixels of the window that drawCropWindow draws, and reads nothing else", async () => {
    for (let i = 0; i < 20; i++) {
      const options = { side: [6, 20], attempts: 1 + (i % 5) } as const;
      const window = drawCropWindow(field, square, options, randomStream(0, "crop", i));
      let reads = 0;
      const part = await drawCropPart(field, square, options, randomStream(0, "crop", i), async (asked) => {
        reads++;
        return cropImage(field, asked);
      });
      expect(part).toEqual(cropImage(field, window));
      expect(reads).toBe(options.attempts);
    }
  });
});
