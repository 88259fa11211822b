import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { type MeasuredImage, segmentCells } from "../../../src/index.ts";
import { mirrored, turned } from "../changedImages.ts";
import { drawnDisks } from "../drawnDisks.ts";
import { expectImageErrors } from "../expectImageErrors.ts";
import { goldenCells, goldenImage, imageOf } from "../goldenCells.ts";

const bytes = { valueRange: [0, 255] } as const;

/** The cells' labels as an image, to be turned like one. */
function labelsOf(image: MeasuredImage): MeasuredImage {
  const { labels } = segmentCells(image, bytes);
  return { ...image, values: Uint8Array.from(labels), channels: 1 };
}

describe("segmentCells", () => {
  it("gives the golden labels and backgrounds", () => {
    expect(goldenCells.images.length).toBe(7);
    for (const golden of goldenCells.images) {
      const { labels, areas, background } = segmentCells(imageOf(golden), bytes);
      expect([...labels], golden.name).toEqual(golden.labels);
      expect(areas.length).toBe(golden.features.cells);
      for (const [label, area] of areas.entries()) {
        expect(area).toBe(golden.labels.filter((value) => value === label + 1).length);
      }
      expect(background.length).toBe(golden.background.length);
      for (const [c, level] of golden.background.entries()) expect(background[c]).toBeCloseTo(level, 9);
    }
  });

  it("finds disks by their areas, largest first, bright on dark and dark on bright", () => {
    const disks = [
      { y: 8, x: 8, radius: 3, level: 200 },
      { y: 20, x: 26, radius: 7, level: 160 },
    ];
    const bright = drawnDisks(32, 40, 20, disks);
    const { labels, areas } = segmentCells(bright, bytes);
    expect([labels[20 * 40 + 26], labels[8 * 40 + 8], labels[0]]).toEqual([1, 2, 0]);
    // Pixels of the disks: 149 and 29; smoothing moves the edge by half a pixel at most.
    expect(Math.abs(areas[0]! - 149)).toBeLessThan(22);
    expect(Math.abs(areas[1]! - 29)).toBeLessThan(10);
    const dark = { ...bright, values: bright.values.map((value) => 255 - value) };
    expect(segmentCells(dark, bytes).labels).toEqual(labels);
  });

  it("tells a cell from the background by color where the gray values are equal", () => {
    // 0.299 * 197 + 0.587 * 0 = 58.9 = 0.587 * 100.3
    const values = Uint8Array.from({ length: 24 * 24 * 3 }, (_, place) => {
      const pixel = Math.floor(place / 3);
      const inCell = Math.hypot(Math.floor(pixel / 24) - 12, (pixel % 24) - 12) < 6;
      return (inCell ? [197, 0, 90] : [0, 100, 90])[place % 3]!;
    });
    const { labels, areas } = segmentCells({ values, height: 24, width: 24, channels: 3 }, bytes);
    expect(areas.length).toBe(1);
    expect(labels[12 * 24 + 12]).toBe(1);
    expect(labels[0]).toBe(0);
  });

  it("takes what has the larger part of all four sides for background", () => {
    // A bar from top to bottom, which has the larger part of those two.
    const values = Uint8Array.from({ length: 40 * 10 }, (_, i) => (i % 10 >= 2 && i % 10 <= 7 ? 200 : 20));
    for (const bar of [
      { values, height: 40, width: 10, channels: 1 },
      turned({ values, height: 40, width: 10, channels: 1 }),
    ]) {
      expect(segmentCells(bar, bytes).background[0]).toBeLessThan(100);
    }
  });

  it("fills holes, and drops dust", () => {
    const ring = { y: 16, x: 16, radius: 9, level: 200 };
    const hole = { ...ring, radius: 4, level: 20 };
    const dust = { y: 3, x: 3, radius: 1, level: 200 };
    const { labels, areas } = segmentCells(drawnDisks(32, 32, 20, [ring, hole, dust]), bytes);
    expect(areas.length).toBe(1);
    expect(labels[16 * 32 + 16]).toBe(1);
    expect(labels[3 * 32 + 3]).toBe(0);
  });

  it("drops a part below a fiftieth of the largest one, and keeps it beside a smaller one", () => {
    const speck = { y: 4, x: 4, radius: 2, level: 200 };
    const beside = (radius: number) =>
      segmentCells(drawnDisks(64, 64, 20, [speck, { y: 36, x: 36, radius, level: 200 }]), bytes).areas.length;
    expect(beside(24)).toBe(1);
    expect(beside(10)).toBe(2);
  });

  it("finds none in noise, in one value, and in less than 1 % of the range", () => {
    for (const channels of [1, 3]) {
      const noise = randomStream(3, "noise", channels).fillNormal(new Float32Array(48 * 48 * channels));
      const image = { values: noise.map((value) => 0.1 * value), height: 48, width: 48, channels };
      expect(segmentCells(image).areas.length).toBe(0);
    }
    expect(segmentCells(drawnDisks(20, 20, 80, []), bytes).areas.length).toBe(0);
    const faint = (level: number) => drawnDisks(30, 30, 80, [{ y: 15, x: 15, radius: 7, level }]);
    expect(segmentCells(faint(82), bytes).areas.length).toBe(0);
    expect(segmentCells(faint(84), bytes).areas.length).toBe(1);
    const oneRow = { values: Float32Array.of(-1, -1, 1, 1, -1), height: 1, width: 5, channels: 1 };
    expect(segmentCells(oneRow).areas.length).toBe(0);
  });

  it("finds none where the foreground encloses all else", () => {
    // A red frame, about as bright as the gray inside, of which there is more; a black square sets both apart from dark.
    const values = Uint8Array.from({ length: 20 * 20 * 3 }, (_, place) => {
      const pixel = Math.floor(place / 3);
      const [y, x] = [Math.floor(pixel / 20), pixel % 20];
      if (Math.min(y, x) < 2 || Math.max(y, x) > 17) return [255, 0, 0][place % 3]!;
      return Math.max(Math.abs(y - 10), Math.abs(x - 10)) < 3 ? 0 : 80;
    });
    const { areas, labels } = segmentCells({ values, height: 20, width: 20, channels: 3 }, bytes);
    expect(areas.length).toBe(0);
    expect(labels.every((label) => label === 0)).toBe(true);
  });

  it("finds a cell in noise of a third of its contrast", () => {
    const noise = randomStream(5, "noise").fillNormal(new Float32Array(48 * 48));
    const { values } = drawnDisks(48, 48, 0, [{ y: 24, x: 24, radius: 10, level: 1 }]);
    const image = { values: noise.map((v, i) => 0.2 * v + 0.6 * values[i]! - 0.3), height: 48, width: 48 };
    const clipped = image.values.map((value) => Math.min(Math.max(value, -1), 1));
    const { areas } = segmentCells({ ...image, values: clipped, channels: 1 });
    expect(Math.abs(areas[0]! - 317)).toBeLessThan(60);
  });

  it("turns and mirrors with the image, and leaves it untouched", () => {
    for (const name of ["color, a lobed nucleus", "bright on dark, three cells of which one is dust"]) {
      const image = goldenImage(name);
      const before = image.values.slice();
      expect(labelsOf(turned(image)).values).toEqual(turned(labelsOf(image)).values);
      expect(labelsOf(mirrored(image)).values).toEqual(mirrored(labelsOf(image)).values);
      expect(image.values).toEqual(before);
    }
  });

  it("is the same on every scale of values", () => {
    const image = goldenImage("color, a lobed nucleus");
    const unit = { ...image, values: Float64Array.from(image.values, (value) => value / 127.5 - 1) };
    const { labels, background } = segmentCells(image, bytes);
    expect(segmentCells(unit).labels).toEqual(labels);
    expect(segmentCells(unit).background[1]).toBeCloseTo(background[1]! / 127.5 - 1, 12);
  });

  it("refuses what is no image in the range", () => {
    expectImageErrors("segmentCells", segmentCells);
  });
});
