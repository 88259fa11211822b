import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fromUnitRange } from "../src/index.ts";
import { folderBatches, readImage, scanImageFolder } from "../src/node.ts";
import { temporaryFolder } from "./imageFiles.ts";

const nuclei = fileURLToPath(new URL("../../../fixtures/cells/nuclei", import.meta.url));

describe("real fields of nuclei with masks", () => {
  it("are found without their masks, with the values that another reader finds", async () => {
    const folder = await scanImageFolder(nuclei);
    expect(folder).toMatchObject({ channels: 1, bitDepth: 8, classes: [], skippedFolders: ["masks"] });
    expect(folder.files).toMatchObject([
      { name: "images/017.png", width: 256, height: 256, min: 1, max: 115 },
      { name: "images/112.png", width: 320, height: 256, min: 3, max: 155 },
    ]);
    expect(folder.files[0]!.mean).toBeCloseTo(3.28, 2);
    expect(folder.files[1]!.mean).toBeCloseTo(34.9, 2);
  });

  it("come out of a batch as they are in the file, the wider one cut to its middle", async () => {
    const folder = await scanImageFolder(nuclei, { size: 256 });
    const source = folderBatches(folder, { size: 256, batchSize: 2, seed: 0 });
    const { xStart } = await source.batch(0);
    const files = await Promise.all(folder.files.map((file) => readImage(file.path)));
    const middles = files.map(({ width, data }) =>
      data.filter((_, i) => Math.abs((i % width) - (width - 1) / 2) < 128),
    );
    const images = [0, 1].map((i) => fromUnitRange(xStart.subarray(i * 65536, (i + 1) * 65536), [0, 255], 8));
    const found = images.map((image) =>
      middles.findIndex((middle) => middle.every((value, at) => value === image[at])),
    );
    expect(found.sort()).toEqual([0, 1]);
    await source.close();
  });

  it("are used where one of them is cut short, and that one is named", async () => {
    const { folder, remove } = await temporaryFolder();
    await cp(nuclei, folder, { recursive: true });
    const broken = path.join(folder, "images", "112.png");
    await writeFile(broken, (await readFile(broken)).subarray(0, 20_000));
    const found = await scanImageFolder(folder);
    expect(found.files.map((file) => file.name)).toEqual(["images/017.png"]);
    expect(found.unreadable).toMatchObject([{ path: broken, reason: expect.stringMatching(/^damaged: ./) }]);
    await expect(scanImageFolder(folder, { strict: true })).rejects.toThrow(broken);
    await remove();
  });
});
