import { describe, expect, it } from "vitest";
import { type CellImage, contactSheet } from "../src/index.ts";

const grey = (width: number, height: number, value: number): CellImage => ({
  width,
  height,
  channels: 1,
  data: new Uint8Array(width * height).fill(value),
});

describe("contactSheet", () => {
  it("lays images out in rows with gaps around them", () => {
    const sheet = contactSheet([grey(1, 1, 1), grey(1, 1, 2), grey(1, 1, 3)], {
      columns: 2,
      gap: 1,
      background: 9,
    });
    expect(sheet).toMatchObject({ width: 5, height: 5, channels: 1 });
    // biome-ignore format: as it looks
    expect([...sheet.data]).toEqual([
      9, 9, 9, 9, 9,
      9, 1, 9, 2, 9,
      9, 9, 9, 9, 9,
      9, 3, 9, 9, 9,
      9, 9, 9, 9, 9,
    ]);
  });
  it("puts smaller images in the middle of their cell and enlarges pixels", () => {
    const sheet = contactSheet([grey(3, 1, 1), grey(1, 1, 2)], {
      columns: 1,
      gap: 0,
      scale: 2,
      background: 0,
    });
    expect([sheet.width, sheet.height]).toEqual([6, 4]);
    expect([...sheet.data.slice(12, 18)]).toEqual([0, 0, 2, 2, 0, 0]);
  });
  it("becomes RGB when one image has colour", () => {
    const colour: CellImage = { width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) };
    const sheet = contactSheet([grey(1, 1, 7), colour], { columns: 2, gap: 0 });
    expect([...sheet.data]).toEqual([7, 7, 7, 1, 2, 3]);
  });
  it("shows 16 bits in the range given", () => {
    const image: CellImage = { width: 3, height: 1, channels: 1, data: Uint16Array.of(100, 200, 300) };
    expect([...contactSheet([image], { gap: 0, valueRange: [100, 300] }).data]).toEqual([0, 128, 255]);
  });
  it("rejects an empty list and a fraction of a column", () => {
    expect(() => contactSheet([])).toThrow("contactSheet: images must not be empty.");
    expect(() => contactSheet([grey(1, 1, 1)], { columns: 1.5 })).toThrow(
      "columns must be an integer of at least 1",
    );
  });
  it("rejects a background that is no grey value, and an empty range", () => {
    expect(() => contactSheet([grey(1, 1, 1)], { background: 256 })).toThrow(
      new RangeError("contactSheet: background must be an integer in 0…255, got 256."),
    );
    expect(() => contactSheet([grey(1, 1, 1)], { valueRange: [7, 7] })).toThrow(RangeError);
  });
});
