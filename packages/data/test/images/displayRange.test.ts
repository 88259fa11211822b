import { expect, test } from "vitest";
import { type CellImage, displayRange } from "../../src/index.ts";

const image = (data: Uint8Array | Uint16Array): CellImage => ({ width: 2, height: 1, channels: 1, data });
const [dark, bright] = [image(Uint8Array.of(0, 40)), image(Uint8Array.of(10, 200))];

test("images beside each other are shown in one range: of dark ones as much as they use", () => {
  expect(displayRange([dark])).toEqual([0, 40]);
  expect(displayRange([dark, image(Uint8Array.of(90, 0))])).toEqual([0, 90]);
  for (const images of [
    [dark, bright],
    [bright, dark],
  ])
    expect(displayRange(images)).toEqual([0, 255]);
  expect(displayRange([image(new Uint8Array(2))])).toEqual([0, 1]);
  // A camera's 12 bits, unless one of the images has more.
  const camera = image(Uint16Array.of(7, 3000));
  expect(displayRange([camera])).toEqual([0, 4095]);
  expect(displayRange([camera, image(Uint16Array.of(0, 60_000))])).toEqual([0, 65_535]);
});
