import { describe, expect, it } from "vitest";
import { CELL_CLASSES, type CellKind, synthesizeCell } from "../../src/index.ts";

const KINDS: readonly CellKind[] = ["fluorescence", "smear", "spp"];
const LABELS = [0, 1, 2] as const;

/** Mean gray value inside and outside the cell in the middle, over some images. */
function brightness(kind: CellKind, label: 0 | 1 | 2): { inside: number; background: number } {
  let [inside, insideCount, background, backgroundCount] = [0, 0, 0, 0];
  for (let index = 0; index < 10; index++) {
    const { image, mask } = synthesizeCell(kind, { size: 32, seed: 2, index, label });
    mask.forEach((instance, pixel) => {
      let value = 0;
      for (let c = 0; c < image.channels; c++)
        value += image.data[pixel * image.channels + c]! / image.channels;
      if (instance === 1) [inside, insideCount] = [inside + value, insideCount + 1];
      if (instance === 0) [background, backgroundCount] = [background + value, backgroundCount + 1];
    });
  }
  return { inside: inside / insideCount, background: background / backgroundCount };
}

describe.each(KINDS)("a synthetic cell of kind %s", (kind) => {
  it("is the same every time, and another one for another index or seed", () => {
    const cell = synthesizeCell(kind, { size: 24, seed: 5, index: 3 });
    expect(synthesizeCell(kind, { size: 24, seed: 5, index: 3 })).toEqual(cell);
    expect(synthesizeCell(kind, { size: 24, seed: 5, index: 6 }).image.data).not.toEqual(cell.image.data);
    expect(synthesizeCell(kind, { size: 24, seed: 6, index: 3 }).image.data).not.toEqual(cell.image.data);
  });
  it("takes its class from the index, or as asked", () => {
    for (const label of LABELS) {
      const asked = synthesizeCell(kind, { size: 16, seed: 1, index: label, label });
      expect(synthesizeCell(kind, { size: 16, seed: 1, index: label })).toEqual(asked);
      expect(asked.label).toBe(label);
    }
    expect(CELL_CLASSES[kind].length).toBe(3);
  });
  it.each([16, 17, 33, 64])("has an image and a mask of size %d", (size) => {
    const { image, mask } = synthesizeCell(kind, { size, seed: 0, index: 1 });
    const channels = kind === "smear" ? 3 : 1;
    expect(image).toMatchObject({ width: size, height: size, channels });
    expect(image.data.length).toBe(size * size * channels);
    expect(mask.length).toBe(size * size);
  });
  it("numbers its cells from 1 without a gap, the first in the middle", () => {
    for (let index = 0; index < 30; index++) {
      const size = 32;
      const { mask } = synthesizeCell(kind, { size, seed: 4, index });
      const present = [...new Set(mask)].sort((a, b) => a - b);
      expect(present).toEqual(present.map((_, i) => i));
      let [u, v, count] = [0, 0, 0];
      mask.forEach((instance, pixel) => {
        if (instance !== 1) return;
        u += pixel % size;
        v += Math.floor(pixel / size);
        count++;
      });
      expect(Math.hypot(u / count - 15.5, v / count - 15.5)).toBeLessThan(7);
      expect(count).toBeGreaterThan(12);
      expect(count).toBeLessThan(0.6 * size * size);
    }
  });
  it("differs in light from its background, where the mask says", () => {
    for (const label of LABELS) {
      const { inside, background } = brightness(kind, label);
      if (kind === "smear") expect(background - inside).toBeGreaterThan(20);
      else expect(inside - background).toBeGreaterThan(20);
    }
  });
  it("keeps its shape at another size", () => {
    const area = (size: number): number => {
      const { mask } = synthesizeCell(kind, { size, seed: 9, index: 2 });
      return mask.filter((instance) => instance === 1).length / size ** 2;
    };
    expect(area(64)).toBeCloseTo(area(32), 1);
  });
});

describe("synthesizeCell", () => {
  it("darkens a leukocyte's nucleus more than an erythrocyte", () => {
    expect(brightness("smear", 1).inside).toBeLessThan(brightness("smear", 0).inside - 20);
  });
  it("makes mitotic nuclei brighter than interphase ones", () => {
    expect(brightness("fluorescence", 1).inside).toBeGreaterThan(brightness("fluorescence", 0).inside + 20);
  });
  it("turns the spiral the other way on the other side of the focus", () => {
    // Phase of the first angular harmonic at two radii around the middle of the cell: it advances with the sign of the defocus.
    const advance = (label: 1 | 2): number => {
      let total = 0;
      for (let index = 0; index < 20; index++) {
        const { image, mask } = synthesizeCell("spp", { size: 96, seed: 1, index, label });
        let [u, v, count] = [0, 0, 0];
        mask.forEach((instance, pixel) => {
          if (instance === 1) [u, v, count] = [u + (pixel % 96), v + Math.floor(pixel / 96), count + 1];
        });
        const phase = (r: number): number => {
          let [re, im] = [0, 0];
          for (let k = 0; k < 360; k++) {
            const phi = (k * Math.PI) / 180;
            const x = Math.round(u / count + r * Math.cos(phi));
            const y = Math.round(v / count + r * Math.sin(phi));
            const value = image.data[y * 96 + x] ?? 0;
            re += value * Math.cos(phi);
            im -= value * Math.sin(phi);
          }
          return Math.atan2(im, re);
        };
        const difference = phase(16) - phase(13);
        total += Math.sin(difference);
      }
      return total / 20;
    };
    expect(advance(1)).toBeGreaterThan(0.3);
    expect(advance(2)).toBeLessThan(-0.3);
  });
  it.each([
    [{ size: 15, seed: 0, index: 0 }, "size must be an integer of at least 16, got 15"],
    [{ size: 16.5, seed: 0, index: 0 }, "got 16.5"],
    [{ size: 16, seed: 0, index: -1 }, "index must be an integer in 0…2^32-1, got -1"],
    [{ size: 16, seed: 0, index: 0, label: 3 as 2 }, "label must be 0, 1 or 2, got 3"],
  ])("rejects %j", (options, message) => {
    expect(() => synthesizeCell("spp", options)).toThrow(message);
  });
  it("rejects an unknown kind, naming those that there are", () => {
    expect(() => synthesizeCell("yeast" as CellKind, { size: 16, seed: 0, index: 0 })).toThrow(
      'kind must be "fluorescence", "smear", "spp", got "yeast"',
    );
  });
});
