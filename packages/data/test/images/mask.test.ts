import { expect, test } from "vitest";
import { boxMask, imageProcessor, maskBounds } from "../../src/index.ts";
import { testFormat } from "../testFormat.ts";

test("a pixel of the model is known only if all of the file's pixels under it are", () => {
  const { fitMask } = imageProcessor(testFormat({ height: 4, width: 4 }));
  const fitted = fitMask(boxMask(8, 8, { left: 3, top: 4, width: 2, height: 1 }));
  expect([...fitted]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
  // A reflected row shows the same hole again.
  const mirrored = fitMask(boxMask(8, 5, { left: 0, top: 3, width: 1, height: 1 }));
  // The image lies in rows 1 to 5; row 7 shows its row 3 again.
  expect([...mirrored]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
});

test("maskBounds is the smallest that holds all pixels to fill", () => {
  expect(maskBounds(boxMask(9, 7, { left: 2, top: 3, width: 4, height: 2 }))).toEqual({
    left: 2,
    top: 3,
    width: 4,
    height: 2,
  });
  expect(maskBounds({ width: 2, height: 1, fill: new Uint8Array(2) })).toBeUndefined();
});
