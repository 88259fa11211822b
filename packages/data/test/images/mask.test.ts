import { expect, test } from "vitest";
import {
  boxMask,
  type CellImage,
  imageProcessor,
  MaskColorError,
  maskBounds,
  maskOfImage,
} from "../../src/index.ts";
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

const rgb = (...data: number[]): CellImage => ({
  width: data.length / 3,
  height: 1,
  channels: 3,
  data: Uint8Array.from(data),
});
const fillOf = (image: CellImage, ...alpha: number[]): number[] => [
  ...maskOfImage(image, alpha.length > 0 ? Uint8Array.from(alpha) : undefined).fill,
];

test("a gray image masks its bright pixels, whatever its type, and a little color of JPEG files does not matter", () => {
  expect(fillOf({ width: 3, height: 1, channels: 1, data: Uint16Array.of(32767, 32768, 65535) })).toEqual([
    0, 1, 1,
  ]);
  expect(fillOf({ width: 2, height: 1, channels: 1, data: Float32Array.of(0.4, 0.6) })).toEqual([0, 1]);
  expect(fillOf(rgb(250, 255, 245, 3, 0, 8))).toEqual([1, 0]);
  expect(fillOf(rgb(255, 255, 255, 0, 0, 0), 255, 255)).toEqual([1, 0]);
});

test("an opaque color image is no mask", () => {
  expect(() => maskOfImage(rgb(200, 120, 180, 90, 20, 60))).toThrow(MaskColorError);
  expect(() => maskOfImage(rgb(200, 120, 180, 90, 20, 60), Uint8Array.of(255, 255))).toThrow(
    "image must be gray, got colors. Use white",
  );
});

test("of a picture with erased parts, these are masked; of white strokes on a transparent ground, the strokes", () => {
  expect(fillOf(rgb(200, 120, 180, 0, 0, 0, 90, 20, 60), 255, 0, 255)).toEqual([0, 1, 0]);
  // Transparent pixels are black, because alpha is composited over black.
  expect(fillOf(rgb(255, 255, 255, 0, 0, 0, 200, 200, 200), 255, 0, 200)).toEqual([1, 0, 1]);
});
