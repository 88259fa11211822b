import { expect, test } from "vitest";
import { imageObjects } from "../../src/inspect/imageObjects.ts";

/** Image of disks on a flat background. */
function disks(
  side: number,
  level: number,
  ...places: readonly (readonly [x: number, y: number, radius: number])[]
) {
  const data = new Uint8Array(side ** 2).fill(120);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % side, Math.floor(i / side)];
    if (places.some(([cx, cy, radius]) => Math.hypot(x - cx, y - cy) < radius)) data[i] = level;
  }
  return { width: side, height: side, channels: 1, data };
}
const ranges = [[0, 255]] as const;

test.each([200, 30])("imageObjects recognizes one object of level %d in the middle", (level) => {
  expect(imageObjects(disks(360, level, [180, 190, 60]), ranges)).toEqual({ count: 1, isCentered: true });
  // Small ones do not count.
  expect(imageObjects(disks(360, level, [180, 190, 60], [30, 30, 9]), ranges)).toEqual({
    count: 1,
    isCentered: true,
  });
  expect(imageObjects(disks(360, level, [300, 60, 50]), ranges)).toEqual({ count: 1, isCentered: false });
});

test("imageObjects counts the cells of a field", () => {
  const places = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [60 + 120 * x, 60 + 120 * y, 30] as const));
  expect(imageObjects(disks(360, 200, ...places), ranges)).toEqual({ count: 9, isCentered: false });
  expect(imageObjects(disks(360, 120), ranges)).toBeUndefined();
});
