import { afterEach, beforeEach, expect, it } from "vitest";
import { folderBatches, folderSummary, scanImageFolder, splitFiles } from "../../src/node.ts";
import { png, put, raw, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());
const fill = async (...names: string[]) => {
  for (const [i, name] of names.entries()) await put(folder, name, await png(raw(4, 4, 1, i)));
};

it("subfolders named like parts of a split are no classes; classes are below them", async () => {
  await fill("train/red/a.png", "train/red/b.png", "train/white/a.png", "Test/red/c.png", "val/white/d.png");
  const set = await scanImageFolder(folder);
  expect(set.classes).toEqual(["red", "white"]);
  expect(set.split).toEqual({
    by: "subfolder",
    training: ["train"],
    heldOut: ["Test", "val"],
    images: { training: 3, heldOut: 2 },
  });
  expect(set.files.map(({ name, label, part }) => [name, label, part])).toEqual([
    ["Test/red/c.png", 0, "heldOut"],
    ["train/red/a.png", 0, "training"],
    ["train/red/b.png", 0, "training"],
    ["train/white/a.png", 1, "training"],
    ["val/white/d.png", 1, "heldOut"],
  ]);
  expect(folderSummary(set).split).toEqual(set.split);
  const { training, heldOut, description } = await splitFiles(folder, set.files);
  expect(training.every(({ part }) => part === "training")).toBe(true);
  expect(heldOut.map(({ name }) => name)).toEqual(["Test/red/c.png", "val/white/d.png"]);
  expect(description).toBe("held out by the folder: Test, val");
});

it("one part can be read, with its own values and pixels", async () => {
  await put(
    folder,
    "train/a.png",
    await png({ ...raw(2, 2, 1), data: new Uint16Array(4).fill(100).fill(200, 2) }),
  );
  await put(folder, "test/b.png", await png({ ...raw(2, 2, 1), data: new Uint16Array(4).fill(9000) }));
  const set = await scanImageFolder(folder, { part: "training", size: 2 });
  expect(set.files.map(({ name }) => name)).toEqual(["train/a.png"]);
  expect(set.classes).toEqual([]);
  expect(set.ranges).toEqual([[100, 200]]);
  expect(set.split?.images).toEqual({ training: 1, heldOut: 1 });
  const batches = folderBatches(set, { size: 2, batchSize: 1, seed: 0, augmentation: "none" });
  expect([...(await batches.batch(0)).xStart]).toEqual([-1, -1, 1, 1]);
  await batches.close();
});

it("a folder of held-out images only cannot be trained on", async () => {
  await fill("test/a.png", "validation/b.png");
  await expect(scanImageFolder(folder, { part: "training" })).rejects.toThrow(
    `must hold images of the part train, got ${folder} with test, validation only. Add a subfolder train, or give the subfolder itself.`,
  );
});

it.each([
  [
    "a subfolder of another name",
    ["train/a.png", "test/b.png", "monocyte/c.png"],
    ["monocyte", "test", "train"],
  ],
  ["images beside the subfolders", ["train/a.png", "test/b.png", "c.png"], []],
])("%s: no split", async (_, names, classes) => {
  await fill(...names);
  const set = await scanImageFolder(folder, { part: "training" });
  expect(set.split).toBeUndefined();
  expect(set.files).toHaveLength(3);
  expect(set.classes).toEqual(classes);
});
