import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { scanImageFolder, writeSyntheticCells } from "@cellgen/data/node";
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
