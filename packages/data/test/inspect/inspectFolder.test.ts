import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CellImage, synthesizeCell } from "../../src/index.ts";
import {
  createZarr,
  type FolderInspection,
  inspectFolder,
  readOverview,
  sampleReader,
  scanImageFolder,
  writePng,
} from "../../src/node.ts";

let folder: string;
let inspection: FolderInspection;
const at = (name: string): string => path.join(folder, name);
/** A cell without saturated pixels. */
function cell(index: number): CellImage {
  const { image } = synthesizeCell("fluorescence", { size: 48, seed: 3, index });
  return { ...image, data: image.data.map((value) => Math.min(200, value)) as Uint8Array };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-inspect-"));
  for (let k = 0; k < 12; k++) await writePng(at(`cell-${k}.png`), cell(k));
  await copyFile(at("cell-3.png"), at("copy.png"));
  // Brighter, and compressed with loss.
  const { data, ...size } = cell(5);
  await sharp(data.map((value) => Math.min(255, value * 1.1)) as Uint8Array, {
    raw: { ...size, channels: 1 },
  })
    .jpeg({ quality: 85 })
    .toFile(at("brighter.jpg"));
  await writePng(at("blank.png"), { ...size, data: new Uint8Array(48 * 48).map((_, i) => 20 + (i % 2)) });
  const white = data.map((value, i) => (i < 480 ? 255 : value));
  await writePng(at("white.png"), { ...size, data: white, pixelSizeMicrometres: 0.5 });
  inspection = await inspectFolder(await scanImageFolder(folder));
});
afterAll(() => rm(folder, { recursive: true }));

describe("inspectFolder", () => {
  test("finds equal and nearly equal images, and no others", () => {
    expect(inspection.duplicates).toEqual([["cell-3.png", "copy.png"]]);
    expect(inspection.nearDuplicates).toEqual([["brighter.jpg", "cell-5.png"]]);
    expect(inspection.compared).toBe(16);
  });

  test("finds blank and saturated images", () => {
    expect(inspection.blank).toEqual(["blank.png"]);
    expect(inspection.saturated.map(({ name }) => name)).toEqual(["white.png"]);
    expect(inspection.saturated[0]!.share).toBeCloseTo(480 / 48 ** 2);
  });

  test("counts formats, pixel sizes and values", () => {
    expect(inspection.formats).toEqual([
      { format: "png", count: 15 },
      { format: "jpeg", count: 1 },
    ]);
    expect(inspection.pixelSizes).toEqual([
      { micrometres: undefined, count: 15 },
      { micrometres: 0.5, count: 1 },
    ]);
    const [histogram] = inspection.histograms;
    expect(inspection.histograms).toHaveLength(1);
    expect(histogram).toMatchObject({ pixelType: "uint8", channels: 1, channel: 0 });
    expect(histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(16 * 48 ** 2);
  });

  test("measures an image of more than 16 million pixels by parts of it", async () => {
    const place = at("field.zarr");
    const field = await createZarr(place, { width: 12_000, height: 10_000, pixelType: "uint8" });
    const corner = { width: 256, height: 256, channels: 1, data: new Uint8Array(256 ** 2).fill(200) };
    await field.writeRegion(corner, { left: 0, top: 0 });
    await field.finish();
    const set = await scanImageFolder(place);
    const { histograms, unreadable, compared } = await inspectFolder(set);
    expect([unreadable, compared]).toEqual([[], 1]);
    expect(histograms[0]!.counts.reduce((sum, count) => sum + count, 0)).toBe(64 * 256 ** 2);
    const thumbnail = await readOverview(set.files[0]!, sampleReader(), { size: 32 });
    expect(thumbnail).toMatchObject({ width: 32, height: 32 });
    // The first of 8 x 8 windows is bright.
    expect([thumbnail.data[0], thumbnail.data[31], thumbnail.data[32 ** 2 - 1]]).toEqual([200, 0, 0]);
  });
});
