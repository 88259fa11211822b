import sharp from "sharp";
import { expect, test } from "vitest";
import { encodePng } from "../../../src/node.ts";
import { imageOf } from "../../testFormat.ts";

test("encodePng stores the size of a pixel, and files without one are as they were", async () => {
  const image = imageOf(5, 4, 3, (i) => i * 4);
  const plain = await encodePng(image);
  const scaled = await encodePng({ ...image, pixelSizeMicrometres: 0.25 });
  // 4 million pixels a meter.
  expect((await sharp(scaled).metadata()).density).toBeCloseTo(4e6 * 0.0254, -1);
  expect(await sharp(scaled).raw().toBuffer()).toEqual(await sharp(plain).raw().toBuffer());
  expect((await sharp(plain).metadata()).density).toBeUndefined();
  await expect(sharp(scaled, { failOn: "warning" }).toBuffer()).resolves.toBeDefined();
});
