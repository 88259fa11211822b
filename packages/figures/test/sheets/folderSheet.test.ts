import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspectFolder, scanImageFolder, writeSyntheticCells } from "@cellgen/data/node";
import sharp from "sharp";
import { afterAll, expect, it } from "vitest";
import { folderSheet } from "../../src/index.ts";

const folder = await mkdtemp(path.join(tmpdir(), "cellgen-sheet-"));
afterAll(() => rm(folder, { recursive: true }));

it("folderSheet shows images of a folder in rows of up to eight", async () => {
  await writeSyntheticCells(folder, { kind: "smear", count: 50, size: 32, seed: 0, masks: false });
  const images = await scanImageFolder(folder);
  const sizeOf = async (count: number) => {
    const { width, height } = await sharp(
      await folderSheet({ ...images, files: images.files.slice(0, count) }),
    ).metadata();
    return [width!, height!];
  };
  const [one, eight, nine] = [await sizeOf(1), await sizeOf(8), await sizeOf(9)];
  expect(one![0]).toBeLessThan(eight![0]!);
  expect(nine![0]).toBe(eight![0]);
  expect(nine![1]).toBeGreaterThan(eight![1]!);
  expect(await sizeOf(50)).toEqual(await sizeOf(48));
});

it("folderSheet draws a histogram of each channel below the images", async () => {
  const images = await scanImageFolder(folder);
  const { histograms } = await inspectFolder({ ...images, files: images.files.slice(0, 8) });
  const few = { ...images, files: images.files.slice(0, 8) };
  const [plain, drawn] = await Promise.all([folderSheet(few), folderSheet(few, { histograms })]);
  const sizes = await Promise.all([plain, drawn].map((png) => sharp(png).metadata()));
  expect(sizes[1]!.width).toBe(sizes[0]!.width);
  expect(sizes[1]!.height! - sizes[0]!.height!).toBe(72 + 22 + 20);
  const { data, info } = await sharp(drawn).raw().toBuffer({ resolveWithObject: true });
  const redRow = (info.height - 20 - 1) * info.width * 3;
  // The first bin that holds values is drawn in red down to the base line.
  const row = Array.from({ length: 64 * 3 }, (_, x) => [
    ...data.subarray(redRow + (16 + x) * 3).subarray(0, 3),
  ]);
  expect(row).toContainEqual([255, 0, 0]);
});
