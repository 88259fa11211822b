import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openTiff } from "../../../src/node.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/tiff/", import.meta.url));

interface Plane {
  readonly image: number;
  readonly z: number;
  readonly time: number;
  readonly sha256: string;
  readonly first: readonly (number | string)[];
  readonly values?: readonly number[];
}

interface Expected {
  readonly channelNames?: readonly string[];
  readonly pixelSizeMicrometres?: number;
  readonly tolerance?: number;
  readonly notes?: string;
  readonly planes: readonly Plane[];
}

const expected: Readonly<Record<string, Expected>> = JSON.parse(
  readFileSync(`${FOLDER}expected.json`, "utf8"),
);

describe("openTiff reads every value as tifffile does", () => {
  it.each(Object.keys(expected))("%s", async (name) => {
    const { planes, tolerance, notes, channelNames, pixelSizeMicrometres, ...layout } = expected[name]!;
    const source = await openTiff(FOLDER + name);
    expect(source).toMatchObject(layout);
    expect(source.channelNames).toEqual(channelNames);
    if (pixelSizeMicrometres === undefined) expect(source.pixelSizeMicrometres).toBeUndefined();
    else expect(source.pixelSizeMicrometres).toBeCloseTo(pixelSizeMicrometres, 8);
    for (const { image, z, time, sha256, first, values } of planes) {
      const { data } = await source.read({ image, z, time });
      if (tolerance === undefined) {
        const start = [...data.subarray(0, 6)].map((value) =>
          Number.isFinite(value) ? value : String(value),
        );
        expect(start.map((value) => `${value}`.replace("Infinity", "inf").replace("NaN", "nan"))).toEqual(
          first.map(String),
        );
        const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
        expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
      } else {
        expect(data.length).toBe(values!.length);
        expect(Math.max(...data.map((value, i) => Math.abs(value - values![i]!)))).toBeLessThanOrEqual(
          tolerance,
        );
      }
    }
    if (notes !== undefined) expect(source.notes.join(" ")).toBe(notes);
    await source.close();
  });
});

describe("openTiff reads windows and channels as cut from the whole image", () => {
  const names = [
    "tiles.tif",
    "planar-tiles.tif",
    "predictor2-rgb-big-endian.tif",
    "palette.tif",
    "palette-alpha.tif",
    "sparse-no-data.tif",
    "rgba.tif",
    "12-bit.tif",
  ];
  it.each([...names, "five-samples.tif", "axes.ome.tif", "wide-strip.tif", "jpeg-ycbcr.tif"])(
    "%s",
    async (name) => {
      const source = await openTiff(FOLDER + name);
      const whole = await source.read();
      const { width, height, channels } = whole;
      const selections = [
        undefined,
        [channels - 1],
        Array.from({ length: channels }, (_, i) => channels - 1 - i),
      ];
      const windows = [
        { left: 0, top: 0, width: 1, height: 1 },
        { left: width - 1, top: height - 1, width: 1, height: 1 },
        { left: 5, top: 1, width: Math.min(29, width - 5), height: height - 1 },
      ];
      for (const selected of selections) {
        for (const window of windows) {
          const part = await source.read({ window, ...(selected && { channels: selected }) });
          expect(part).toMatchObject({ width: window.width, height: window.height });
          const chosen = selected ?? Array.from({ length: channels }, (_, i) => i);
          const cut: number[] = [];
          for (let y = window.top; y < window.top + window.height; y++) {
            for (let x = window.left; x < window.left + window.width; x++) {
              for (const c of chosen) cut.push(whole.data[(y * width + x) * channels + c]!);
            }
          }
          expect([...part.data]).toEqual(cut);
        }
      }
      await source.close();
    },
  );
});

describe("openTiff rejects requests outside the file", () => {
  it.each([
    [{ image: 1 }, "image must be an integer from 0 to 0, got 1"],
    [{ z: -1 }, "z must be an integer from 0 to 1, got -1"],
    [{ time: 2 }, "time must be an integer from 0 to 1, got 2"],
    [{ channels: [3] }, "channels must be an integer from 0 to 2, got 3"],
    [{ channels: [] }, "channels must"],
    [{ window: { left: 30, top: 0, width: 8, height: 2 } }, "window must lie inside the image of 37x23"],
  ])("%j", async (request, message) => {
    const source = await openTiff(`${FOLDER}axes.ome.tif`);
    await expect(source.read(request)).rejects.toThrow(RangeError);
    await expect(source.read(request)).rejects.toThrow(message);
    await source.close();
  });
  it("and windows beyond the limit of pixels", async () => {
    const source = await openTiff(`${FOLDER}tiles.tif`, { limitInputPixels: 1000 });
    await expect(source.read()).rejects.toThrow("too large: 70x45 exceeds the limit of 1000 pixels");
    expect((await source.read({ window: { left: 3, top: 3, width: 10, height: 10 } })).data.length).toBe(100);
    await source.close();
  });
});
