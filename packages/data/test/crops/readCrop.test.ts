import { expect, test } from "vitest";
import { neededWindow } from "../../src/crops/cutWindow.ts";
import {
  type CellImage,
  cutWindow,
  fieldOfImage,
  maskNeighbours,
  readCrop,
  resizePixels,
} from "../../src/index.ts";

/** Two channels: the column and the row. */
function ramp(width: number, height: number): CellImage {
  const data = new Uint16Array(width * height * 2);
  for (let i = 0; i < width * height; i++) {
    data[2 * i] = i % width;
    data[2 * i + 1] = Math.floor(i / width);
  }
  return { width, height, channels: 2, data, pixelSizeMicrometres: 0.5, channelNames: ["x", "y"] };
}

test("cutWindow copies pixels, and continues the field by reflection", () => {
  const inside = cutWindow(ramp(6, 5), { left: 2, top: 1, width: 2, height: 2 });
  expect(inside).toMatchObject({ width: 2, height: 2, pixelSizeMicrometres: 0.5, channelNames: ["x", "y"] });
  expect([...inside.data]).toEqual([2, 1, 3, 1, 2, 2, 3, 2]);
  const beyond = cutWindow(ramp(3, 1), { left: -4, top: 0, width: 10, height: 1 });
  expect([...beyond.data].filter((_, i) => i % 2 === 0)).toEqual([2, 2, 1, 0, 0, 1, 2, 2, 1, 0]);
});

test("readCrop reads only the needed part, with the values of the whole field", async () => {
  const field = ramp(9, 7);
  const windows = [-12, -9, -3, 0, 2, 6, 9, 14].flatMap((left) =>
    [1, 4, 9, 20].map((side) => ({ left, top: 6 - left, width: side, height: side })),
  );
  for (const window of windows) {
    const needed = neededWindow(window, field);
    expect(needed.left >= 0 && needed.top >= 0).toBe(true);
    expect(needed.left + needed.width <= 9 && needed.top + needed.height <= 7).toBe(true);
    const crop = await readCrop(fieldOfImage(field), { window, size: [window.height, window.width] });
    expect(crop.data).toEqual(cutWindow(field, window).data);
  }
  // A window that reaches two pixels beyond the edge needs no pixel beyond its own.
  expect(neededWindow({ left: -2, top: 0, width: 6, height: 7 }, field)).toMatchObject({ left: 0, width: 4 });
});

test("resizePixels keeps the type, and scales the pixel size", () => {
  const half = resizePixels(ramp(8, 4), [2, 4]);
  expect(half).toMatchObject({ width: 4, height: 2, pixelSizeMicrometres: 1 });
  expect(half.data).toBeInstanceOf(Uint16Array);
  const flat = { width: 4, height: 4, channels: 1, data: new Float32Array(16).fill(0.3) };
  for (const value of resizePixels(flat, [7, 3]).data) expect(value).toBeCloseTo(0.3, 6);
  const edge = { width: 4, height: 1, channels: 1, data: Uint8Array.of(0, 0, 255, 255) };
  expect(Math.max(...resizePixels(edge, [1, 16]).data)).toBe(255);
});

test("readCrop replaces the other objects by the median of the background", async () => {
  const field = { width: 4, height: 1, channels: 1, data: Int16Array.of(-5, 100, 200, -7) };
  const mask = { width: 4, height: 1, channels: 1, data: Uint8Array.of(0, 1, 2, 0) };
  const box = { left: 1, top: 0, width: 1, height: 1, instance: 1 };
  const crop = { window: { left: 0, top: 0, width: 4, height: 1 }, size: [1, 4] as const, box };
  const masked = await readCrop(fieldOfImage(field), crop, { mask: fieldOfImage(mask) });
  expect([...masked.data]).toEqual([-5, 100, -5, -7]);
  expect([...field.data]).toEqual([-5, 100, 200, -7]);
  const full = { ...mask, data: Uint8Array.of(1, 1, 2, 2) };
  expect([...maskNeighbours(field, full, 1).data]).toEqual([-5, 100, -7, -7]);
  expect(() => maskNeighbours(field, { ...mask, width: 2 }, 1)).toThrow(/mask must be 4x1/);
});
