import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodePool } from "../../src/decodePool/decodePool.ts";
import { cropAndResize } from "../../src/formats/raster/cropAndResize.ts";
import { type CellImage, synthesizeCell } from "../../src/index.ts";
import { readImage, scanImageFolder, writePng } from "../../src/node.ts";
import { temporaryFolder } from "../imageFiles.ts";
import { buildWorker } from "./buildWorker.ts";

let at: (name: string) => string;
let remove: () => Promise<void>;
let workerFile: string;
beforeAll(async () => {
  const temporary = await temporaryFolder();
  remove = temporary.remove;
  at = (name) => path.join(temporary.folder, name);
  workerFile = await buildWorker(temporary.folder);
  await mkdir(at("cells"));
  for (let index = 0; index < 20; index++) {
    const { image } = synthesizeCell(index % 3 === 0 ? "spp" : "smear", { size: 64, seed: 1, index });
    await writePng(at(`cells/${index}.png`), image);
  }
  const { image } = synthesizeCell("smear", { size: 90, seed: 2, index: 0 });
  await sharp(image.data, { raw: { width: 90, height: 90, channels: 3 } })
    .jpeg()
    .toFile(at("cell.jpg"));
  await writeFile(at("broken.png"), "not a PNG");
});
afterAll(() => remove());

const limitInputPixels = 1e8;

describe("decodePool", () => {
  it("returns the pixels and digests of files as they are read in the calling thread", async () => {
    const pool = decodePool({ workerFile, startAfter: 0 });
    const { files } = await scanImageFolder(at("cells"));
    const decoded = await Promise.all(
      files.map((file) => pool.decode({ file: file.path, limitInputPixels, hasDigest: true })),
    );
    for (const [index, file] of files.entries()) {
      const { digest, ...image } = decoded[index]!;
      expect(image).toEqual(await readImage(file.path));
      expect(digest).toBe(file.digest);
    }
    const size = { width: 24, height: 32 };
    const [scaled] = await Promise.all([pool.decode({ file: files[1]!.path, limitInputPixels, size })]);
    expect(scaled).toEqual(await cropAndResize(await readImage(files[1]!.path), size));
    await pool.close();
  });

  it("returns windows of JPEG files", async () => {
    const pool = decodePool({ workerFile, startAfter: 0 });
    const window = { left: 13, top: 40, width: 30, height: 50 };
    const { data, ...facts } = (await pool.decode({
      file: at("cell.jpg"),
      limitInputPixels,
      windows: [window],
      channels: 3,
    }))!;
    const expected: CellImage = await cropAndResize(await readImage(at("cell.jpg")), window, window);
    expect(facts).toEqual({ width: 30, height: 50, channels: 3 });
    expect(data).toEqual(expected.data);
    await pool.close();
  });

  it("returns undefined for other files, before it has threads, without a bundle of them, and when it is closed", async () => {
    const pool = decodePool({ workerFile, startAfter: 1 });
    const task = { file: at("cells/1.png"), limitInputPixels };
    expect(await pool.decode(task)).toBeUndefined();
    expect(await pool.decode(task)).toMatchObject({ width: 64, height: 64 });
    for (const file of ["broken.png", "missing.png", "cell.jpg", "cells"])
      expect(await pool.decode({ ...task, file: at(file) })).toBeUndefined();
    expect(await pool.decode({ ...task, limitInputPixels: 100 })).toBeUndefined();
    const unanswered = pool.decode(task);
    await pool.close();
    expect((await unanswered)?.width ?? 64).toBe(64);
    expect(await pool.decode(task)).toBeUndefined();
    await pool.close();
    const broken = decodePool({ workerFile: at("missing.mjs"), startAfter: 0 });
    expect(await broken.decode(task)).toBeUndefined();
    expect(await broken.decode(task)).toBeUndefined();
    await broken.close();
    // This test runs from the source.
    expect(await decodePool({ startAfter: 0 }).decode(task)).toBeUndefined();
  });
});
