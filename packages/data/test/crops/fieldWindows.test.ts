import { expect, test } from "vitest";
import { gridWindows, randomWindow } from "../../src/index.ts";

test("gridWindows covers the middle of the field with windows side by side", () => {
  const windows = gridWindows({ width: 11, height: 4 }, [4, 3]);
  expect(windows.map(({ left, top }) => [left, top])).toEqual([
    [1, 0],
    [4, 0],
    [7, 0],
  ]);
  expect(gridWindows({ width: 8, height: 8 }, [4, 4], [2, 2])).toHaveLength(9);
  expect(gridWindows({ width: 3, height: 8 }, [4, 4])).toEqual([]);
  expect(() => gridWindows({ width: 8, height: 8 }, [4, 0])).toThrow(RangeError);
});

test("randomWindow is a function of seed, epoch and index, and uniform", () => {
  const field = { width: 10, height: 7 };
  const at = (seed: number, epoch: number, index: number) =>
    randomWindow(field, [4, 4], { seed, epoch, index })!;
  expect(at(1, 2, 3)).toEqual(at(1, 2, 3));
  const some = Array.from({ length: 50 }, (_, index) => JSON.stringify(at(0, 0, index)));
  expect(Array.from({ length: 50 }, (_, index) => JSON.stringify(at(0, 1, index)))).not.toEqual(some);
  const counts = new Array(7).fill(0);
  for (let index = 0; index < 7000; index++) {
    const { left, top } = at(5, 0, index);
    expect(left >= 0 && left <= 6 && top >= 0 && top <= 3).toBe(true);
    counts[left]++;
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  expect(randomWindow(field, [8, 4], { seed: 0, index: 0 })).toBeUndefined();
});
