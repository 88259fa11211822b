import { afterEach, beforeEach, expect, it } from "vitest";
import { folderSummary, scanImageFolder } from "../../src/node.ts";
import { png, put, raw, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

it("folderSummary counts classes, sizes, channels, depths and values", async () => {
  const flat = (width: number, height: number, value: number) => ({
    ...raw(1, 1, 1),
    width,
    height,
    data: new Uint8Array(width * height).fill(value),
  });
  await put(folder, "a/1.png", await png(flat(4, 4, 10)));
  await put(folder, "a/2.png", await png(flat(4, 4, 20)));
  await put(folder, "b/3.png", await png(flat(8, 6, 30)));
  await put(folder, "b/4.png", await png({ ...raw(2, 1, 3), data: Uint8Array.of(0, 100, 200, 0, 100, 200) }));
  await put(folder, "b/5.png", "");
  const summary = folderSummary(await scanImageFolder(folder));
  expect(summary).toMatchObject({
    count: 4,
    classes: [
      { name: "a", count: 2 },
      { name: "b", count: 2 },
    ],
    width: { min: 2, median: 4, max: 8 },
    height: { min: 1, median: 4, max: 6 },
    sizes: [
      { width: 4, height: 4, count: 2 },
      { width: 2, height: 1, count: 1 },
      { width: 8, height: 6, count: 1 },
    ],
    channels: [
      { channels: 3, count: 1 },
      { channels: 1, count: 3 },
    ],
    pixelTypes: [{ pixelType: "uint8", count: 4 }],
    values: { min: 0, max: 200, mean: 40 },
    transparent: 0,
  });
  expect(summary.unreadable.length).toBe(1);
});
