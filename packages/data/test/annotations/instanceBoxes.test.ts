import { expect, test } from "vitest";
import { boxesInField, instanceBoxes } from "../../src/index.ts";

const mask = (rows: readonly (readonly number[])[], data: Uint16Array | Uint32Array | Float32Array) => {
  data.set(rows.flat());
  return { width: rows[0]!.length, height: rows.length, channels: 1, data };
};

test("instanceBoxes returns the bounds and area of each value", () => {
  const rows = [
    [0, 70000, 0, 2],
    [0, 70000, 70000, 2],
    [2, 0, 0, 0],
  ];
  expect(instanceBoxes(mask(rows, new Uint32Array(12)))).toEqual([
    { left: 0, top: 0, width: 4, height: 3, instance: 2, area: 3 },
    { left: 1, top: 0, width: 2, height: 2, instance: 70000, area: 3 },
  ]);
  expect(instanceBoxes(mask([[0, 0]], new Uint16Array(2)))).toEqual([]);
});

test("instanceBoxes rejects masks that do not hold whole numbers of one channel", () => {
  for (const bad of [0.5, -1, Number.NaN]) {
    expect(() => instanceBoxes(mask([[0, bad]], new Float32Array(2)))).toThrow(/whole numbers.*\(1, 0\)/);
  }
  const colour = { width: 1, height: 1, channels: 3, data: new Uint8Array(3) };
  expect(() => instanceBoxes(colour)).toThrow(/1 channel, got 3/);
});

test("boxesInField cuts boxes at the edges and separates those outside", () => {
  const box = { left: -2, top: 1, width: 4, height: 9, label: "a" };
  const outside = { left: 10, top: 0, width: 5, height: 5 };
  expect(boxesInField([box, outside], { width: 10, height: 8 })).toEqual({
    boxes: [{ left: 0, top: 1, width: 2, height: 7, label: "a" }],
    dropped: [{ reason: "outside", box: outside }],
  });
});
