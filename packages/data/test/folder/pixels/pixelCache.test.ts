import { expect, it } from "vitest";
import { PixelCache } from "../../../src/folder/pixels/pixelCache.ts";
import type { CellImage } from "../../../src/index.ts";

const image = (bytes: number): CellImage => ({
  width: bytes,
  height: 1,
  channels: 1,
  data: new Uint8Array(bytes),
});

const square = (side: number) => ({ width: side, height: side });

it("PixelCache never holds more than its limit, and gives resized images the room of whole ones", () => {
  const cache = new PixelCache(100);
  cache.keepWhole("a", image(60));
  cache.keepWhole("b", image(30));
  cache.keepWhole("c", image(30));
  expect([cache.whole("a") !== undefined, cache.whole("b") !== undefined, cache.whole("c")]).toEqual([
    true,
    true,
    undefined,
  ]);
  cache.keepResized("a", square(4), image(16));
  expect(cache.whole("a")).toBeUndefined();
  expect(cache.resized("a", square(4))?.data.length).toBe(16);
  expect(cache.resized("a", square(5))).toBeUndefined();
  expect(cache.bytes).toBe(46);
  cache.keepResized("b", square(4), image(200));
  expect(cache.resized("b", square(4))).toBeUndefined();
  expect(cache.bytes).toBeLessThanOrEqual(100);
});
