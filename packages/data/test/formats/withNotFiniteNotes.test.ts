import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createZarr, openImage, writeNpz, writeTiff } from "../../src/node.ts";
import { temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

const image = { width: 4, height: 3, channels: 2, data: Float32Array.from({ length: 24 }, (_, i) => i) };
// Two pixels: both channels of the first, one of the last.
image.data.set([Number.NaN, Number.POSITIVE_INFINITY]);
image.data.set([Number.NEGATIVE_INFINITY], 23);

it.each<[string, (file: string) => Promise<void>]>([
  ["image.tif", (file) => writeTiff(file, image)],
  ["images.npz", (file) => writeNpz(file, [image], {})],
  [
    "image.zarr",
    async (file) => {
      const zarr = await createZarr(file, { ...image, pixelType: "float32" });
      await zarr.writeRegion(image, { left: 0, top: 0 });
      await zarr.finish();
    },
  ],
])("%s: pixels that are not finite are noted once they are read", async (name, write) => {
  const file = path.join(folder, name);
  await write(file);
  const source = await openImage(file);
  const before = source.notes;
  const read = await source.read();
  await source.read();
  expect(read.data).toEqual(image.data);
  expect(source.notes).toEqual([
    ...before,
    "2 of the pixels read are NaN or infinite; training and results have finite values instead.",
  ]);
  await source.close();
});
