import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openTiff } from "../../../src/node.ts";

const REAL = fileURLToPath(new URL("../../../../../../shared/cells/", import.meta.url));
const missing = !existsSync(REAL);
if (missing) console.log("Skipped: there is no folder shared/cells with real images beside this clone.");

const types: Readonly<Record<string, string>> = { u8: "uint8", u16: "uint16", i8: "int8", f32: "float32" };

describe.skipIf(missing)("openTiff reads real files as an independent reader does", () => {
  const index = missing ? "" : readFileSync(`${REAL}tiff/index.csv`, "utf8");
  const [header, ...rows] = index
    .trim()
    .split("\n")
    .map((line) => line.trim().split(","));
  const column = (row: readonly string[], name: string): string =>
    row[header!.findIndex((cell) => cell.startsWith(name))]!;
  it.each(rows.map((row) => [row[0]!, row] as const))("%s", async (name, row) => {
    const source = await openTiff(`${REAL}tiff/${name}`);
    const pages = Number(column(row, "pages"));
    const isPalette = column(row, "photometric") === "palette";
    expect(source.width).toBe(Number(column(row, "width")));
    expect(source.height).toBe(Number(column(row, "height")));
    expect(source.images * source.depth * source.times * (isPalette ? 1 : source.channels)).toBe(pages);
    if (isPalette) {
      // The palette of this file is a gray ramp with 256 times the index.
      expect(source).toMatchObject({ channels: 3, pixelType: "uint8" });
    } else expect(source.pixelType).toBe(types[column(row, "sample_type")]);
    let [min, max, sum, squares, count] = [Infinity, -Infinity, 0, 0, 0];
    const corners: number[] = [];
    for (let image = 0; image < source.images; image++) {
      for (let z = 0; z < source.depth; z++) {
        const { data, width, height, channels } = await source.read({ image, z });
        const at = (x: number, y: number, c: number): number => data[(y * width + x) * channels + c]!;
        if (corners.length === 0) corners.push(at(0, 0, 0), at(width - 1, 0, 0), at(0, height - 1, 0));
        corners[3] = at(width - 1, height - 1, channels - 1);
        for (const value of data) {
          min = Math.min(min, value);
          max = Math.max(max, value);
          sum += value;
          squares += value * value;
        }
        count += data.length;
      }
    }
    expect([min, max]).toEqual([Number(column(row, "min")), Number(column(row, "max"))]);
    expect(sum / count).toBeCloseTo(Number(column(row, "mean")), 3);
    expect(Math.sqrt(squares / count - (sum / count) ** 2)).toBeCloseTo(Number(column(row, "std")), 2);
    expect(corners.join(" ")).toBe(column(row, "first-page corners"));
    await source.close();
  });
  it("names channels of multi-channel fields", async () => {
    const source = await openTiff(`${REAL}multichannel/fields/nf1-D6.tif`);
    expect(source).toMatchObject({
      format: "tiff",
      channels: 3,
      images: 1,
      pixelType: "uint16",
      channelNames: ["DAPI: nuclei", "GFP: endoplasmic reticulum", "RFP: actin"],
    });
    const image = await source.read({ channels: [2, 0] });
    expect(image.channelNames).toEqual(["RFP: actin", "DAPI: nuclei"]);
    await source.close();
    const labelled = await openTiff(`${REAL}tiff/cells-3ch-16bit-bigendian.tif`);
    expect(labelled.channelNames).toEqual([
      "IXMtest_A02_s9_c1.tif",
      "IXMtest_A02_s9_c2.tif",
      "IXMtest_A02_s9_c3.tif",
    ]);
    await labelled.close();
  });
});
