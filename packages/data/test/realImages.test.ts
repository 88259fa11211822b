import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folderBatches, folderSummary, scanImageFolder } from "../src/node.ts";

const REAL = fileURLToPath(new URL("../../../../shared/cells/", import.meta.url));
const missing = !existsSync(REAL);
if (missing) console.log("Skipped: there is no folder shared/cells with real images beside this clone.");

describe.skipIf(missing)("real images", () => {
  it("blood: 2,400 color PNGs of eight classes, and batches of all of them", async () => {
    const folder = await scanImageFolder(`${REAL}blood`, { size: 32 });
    expect(folder).toMatchObject({ channels: 3, pixelType: "uint8", rangeWarnings: [], unreadable: [] });
    expect(folder.ranges).toEqual([0, 1, 2].map(() => [0, 255]));
    const summary = folderSummary(folder);
    expect(summary.count).toBe(2400);
    expect(summary.classes).toEqual(folder.classes.map((name) => ({ name, count: 300 })));
    expect(summary.sizes).toEqual([{ width: 64, height: 64, count: 2400 }]);
    expect(summary.values.mean).toBeCloseTo((202 + 168 + 178) / 3, -1);
    const source = folderBatches(folder, { size: 32, batchSize: 8, seed: 0, augmentation: "d4" });
    for (let step = 0; step < 5; step++) {
      expect((await source.batch(step)).xStart.every((x) => x >= -1 && x <= 1)).toBe(true);
    }
    await source.close();
  });
  it("fields behind a spiral phase plate: gray, three-channel files included, cropped to cells", async () => {
    const folder = await scanImageFolder(`${REAL}seed-spp`);
    expect(folder.files.length).toBe(13);
    expect(folder.channels).toBe(1);
    expect(folder.classes).toEqual([]);
    const crops = { side: [80, 120], attempts: 16 } as const;
    const source = folderBatches(folder, { size: 32, batchSize: 4, seed: 0, crops });
    const first = await source.batch(0);
    expect(first.xStart.length).toBe(4 * 32 * 32);
    expect(await folderBatches(folder, { size: 32, batchSize: 4, seed: 0, crops }).batch(0)).toEqual(first);
    await source.close();
  });
  it("nuclei: fields of many sizes, their masks left out", async () => {
    const folder = await scanImageFolder(`${REAL}nuclei`);
    expect(folder).toMatchObject({ channels: 1, classes: [], skippedFolders: ["masks"] });
    expect(folder.files.length).toBe(199);
    expect(folderSummary(folder).sizes[0]).toEqual({ width: 256, height: 256, count: 124 });
  });
});
