import { writeFile } from "node:fs/promises";
import path from "node:path";
import { randomStream } from "@cellgen/random";
import sharp, { type JpegOptions } from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cropCandidates, drawCropWindow } from "../../src/batches/cropWindow.ts";
import { type WindowDecoder, windowDecoder } from "../../src/batches/windowDecoder.ts";
import { type DecodePool, decodePool } from "../../src/decodePool/decodePool.ts";
import { cropAndResize } from "../../src/formats/raster/cropAndResize.ts";
import { type CellImage, synthesizeCell } from "../../src/index.ts";
import { type ImageFile, readImage, scanImageFolder } from "../../src/node.ts";
import { sampleReader } from "../../src/samples/sampleReader.ts";
import { buildWorker } from "../decodePool/buildWorker.ts";
import { temporaryFolder } from "../imageFiles.ts";

const side = 240;
const size = { width: 12, height: 10 };

/** Cell whose left part is gray. */
function partlyGray(index: number): CellImage {
  const { image } = synthesizeCell("smear", { size: side, seed: 3, index });
  const data = image.data.map((value, i) =>
    Math.floor(i / 3) % side < 150 ? image.data[i - (i % 3)]! : value,
  );
  return { ...image, data: data as Uint8Array };
}

const files: Record<string, ImageFile> = {};
let remove: () => Promise<void>;
let pool: DecodePool;
let noThreads: DecodePool;
beforeAll(async () => {
  const temporary = await temporaryFolder();
  remove = temporary.remove;
  const write = async (name: string, options: JpegOptions, isGray = false): Promise<void> => {
    const { data } = partlyGray(name.length);
    const cell = sharp(data, { raw: { width: side, height: side, channels: 3 } });
    const colors = isGray ? cell.grayscale().toColourspace("b-w") : cell;
    await writeFile(path.join(temporary.folder, `${name}.jpg`), await colors.jpeg(options).toBuffer());
  };
  await write("color", {});
  await write("gray", {}, true);
  await write("progressive", { progressive: true });
  for (const file of (await scanImageFolder(temporary.folder)).files) files[file.name] = file;
  const workerFile = await buildWorker(temporary.folder);
  pool = decodePool({ workerFile, startAfter: 0 });
  noThreads = decodePool();
});
afterAll(async () => {
  await pool.close();
  await remove();
});

const decoder = (of: DecodePool, signal?: AbortSignal): WindowDecoder =>
  windowDecoder({
    ...{ size, pool: of, reader: sampleReader(), limitInputPixels: 1e8, signal },
    maxInFlight: 8,
    inTurn: (run) => run(),
  });

describe("windowDecoder", () => {
  it.each([
    ["color.jpg", 16],
    ["gray.jpg", 16],
    ["color.jpg", 1],
    ["gray.jpg", 1],
    ["progressive.jpg", 1],
  ])("returns the crops of the whole image %s, the best of %i", async (name, attempts) => {
    const file = files[name]!;
    const options = { side: [10, 24], attempts } as const;
    const whole = await readImage(file.path);
    const windows = decoder(pool);
    let count = 0;
    for (let draw = 0; draw < 40; draw++) {
      const stream = () => randomStream(1, "crop", draw);
      const expected = await cropAndResize(whole, size, drawCropWindow(whole, size, options, stream()));
      const candidates = cropCandidates(file, size, options, stream());
      const found = await windows.decode(file, candidates, whole.channels);
      if (!found) continue;
      count++;
      expect(found.channels).toBe(whole.channels);
      expect(found.data).toEqual(expected.data);
    }
    expect(count).toBe(40);
  });

  it("decodes a single window without threads", async () => {
    const file = files["color.jpg"]!;
    const whole = await readImage(file.path);
    // Gray within the window.
    const window = { left: 20, top: 30, width: 24, height: 20 };
    const found = await decoder(noThreads).decode(file, [window], 3);
    expect(found!.channels).toBe(3);
    expect(found!.data).toEqual((await cropAndResize(whole, size, window)).data);
  });

  it("returns undefined for several windows without threads, of other files, or with many pixels", async () => {
    const candidates = (length: number, width: number) =>
      Array.from({ length }, (_, k) => ({ left: k, top: 2 * k, width, height: width }));
    const { "color.jpg": color, "progressive.jpg": progressive } = files as Record<string, ImageFile>;
    expect(await decoder(noThreads).decode(color!, candidates(4, 20), 3)).toBeUndefined();
    expect(await decoder(pool).decode(progressive!, candidates(4, 20), 3)).toBeUndefined();
    expect(await decoder(pool).decode(color!, candidates(4, 100), 3)).toBeUndefined();
    expect(await decoder(pool).decode(color!, candidates(4, 20), 3)).toBeDefined();
  });

  it("rejects with the reason of an aborted signal", async () => {
    const signal = AbortSignal.abort(new Error("stop"));
    const window = { left: 0, top: 0, width: 20, height: 20 };
    await expect(decoder(pool, signal).decode(files["color.jpg"]!, [window], 3)).rejects.toThrow("stop");
  });
});
