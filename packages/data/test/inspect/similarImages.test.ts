import { expect, test } from "vitest";
import { type CellImage, synthesizeCell } from "../../src/index.ts";
import { imageFingerprint } from "../../src/inspect/imageFingerprint.ts";
import { imageThumbnail } from "../../src/inspect/imageThumbnail.ts";
import { similarImages } from "../../src/inspect/similarImages.ts";

const ranges = [[0, 255]] as const;
const grey = (width: number, height: number, value: (x: number, y: number) => number): CellImage => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
});

test("imageThumbnail averages the pixels of each box, in shares of the range", () => {
  const image = grey(4, 2, (x) => [0, 51, 102, 204][x]!);
  const thumbnail = imageThumbnail(image, ranges, { width: 2, height: 1 });
  // (0 + 51) / 2 / 255 and (102 + 204) / 2 / 255
  expect([...thumbnail].map((value) => value.toFixed(3))).toEqual(["0.100", "0.600"]);
  // Fewer pixels than boxes: pixels repeat.
  expect(
    imageThumbnail(
      grey(1, 1, () => 255),
      ranges,
      { width: 3, height: 2 },
    ),
  ).toEqual(new Float32Array(6).fill(1));
});

test("an image without contrast has no fingerprint", () => {
  expect(
    imageFingerprint(
      grey(20, 20, () => 9),
      ranges,
    ),
  ).toBeUndefined();
});

test("similarImages joins images that a chain of near duplicates connects; cells of one kind are different", () => {
  const cells = [0, 1, 2, 3].map((index) => synthesizeCell("spp", { size: 64, seed: 0, index }).image);
  const darker = { ...cells[1]!, data: cells[1]!.data.map((value) => 0.9 * value) } as CellImage;
  const noisy = {
    ...darker,
    data: darker.data.map((value, i) => Math.min(255, value + (i % 3))),
  } as CellImage;
  const prints = [...cells, darker, noisy].map((image) =>
    imageFingerprint(image, new Array(image.channels).fill([0, 255])),
  );
  expect(similarImages(prints)).toEqual([[1, 4, 5]]);
  expect(similarImages([undefined, prints[0], undefined])).toEqual([]);
});
