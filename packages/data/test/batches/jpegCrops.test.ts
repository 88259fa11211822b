import { writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { expect, it } from "vitest";
import { synthesizeCell } from "../../src/index.ts";
import { folderBatches, scanImageFolder } from "../../src/node.ts";
import { temporaryFolder } from "../imageFiles.ts";

it("random crops of JPEG files are the same, whether whole images are cached or windows are decoded", async () => {
  const { folder, remove } = await temporaryFolder();
  for (let index = 0; index < 6; index++) {
    const { image } = synthesizeCell("smear", { size: 90, seed: 1, index });
    // Some windows of color files are gray.
    for (let i = 0; i < 45 * 90 * 3; i++) image.data[i] = image.data[i - (i % 3)]!;
    const cell = sharp(image.data, { raw: { width: 90, height: 90, channels: 3 } });
    // One file is gray, one is progressive, and one is turned by its Exif data.
    const form =
      index === 0 ? cell.toColourspace("b-w") : index === 1 ? cell.withMetadata({ orientation: 6 }) : cell;
    await writeFile(
      path.join(folder, `${index}.jpg`),
      await form.jpeg({ progressive: index === 2 }).toBuffer(),
    );
  }
  const batchesOf = async (cacheBytes: number, range?: "image"): Promise<Float32Array[]> => {
    const set = await scanImageFolder(folder, { cacheBytes, range });
    const source = folderBatches(set, {
      size: 16,
      batchSize: 12,
      seed: 5,
      crops: { side: [16, 40] },
      cacheBytes,
    });
    const batches = [await source.batch(0), await source.batch(1)];
    await source.close();
    return batches.map(({ xStart }) => xStart);
  };
  expect(await batchesOf(0)).toEqual(await batchesOf(2 ** 24));
  expect(await batchesOf(0, "image")).toEqual(await batchesOf(2 ** 24, "image"));
  await remove();
});
