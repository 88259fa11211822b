import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { scanImageFolder, writePng } from "@cellgen/data/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readImageSet } from "../../../src/folder/images/readImageSet.ts";
import { EvaluationError } from "../../../src/node.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-read-"));
  for (const [name, width, height] of [
    ["fits", 24, 16],
    ["small", 3, 2],
  ] as const) {
    const data = new Uint8Array(width * height).fill(51);
    await writePng(path.join(folder, `${name}.png`), { width, height, channels: 1, data });
  }
});
afterAll(() => rm(folder, { recursive: true }));

const card = {
  formatVersion: 2,
  height: 16,
  width: 24,
  channels: 1,
  pixelType: "uint8",
  ranges: [[0, 255]],
  rangeScope: "set",
  classes: [],
  training: {},
} as const;

test("readImageSet fits images to a model that is not square", async () => {
  const images = await scanImageFolder(folder);
  const progress: (readonly [number, number])[] = [];
  const options = {
    card,
    labels: [],
    seed: 0,
    onProgress: (...told: [number, number]) => progress.push(told),
  };
  const { set, names } = await readImageSet(images, images.files.slice(0, 1), options);
  expect(names).toEqual(["fits.png"]);
  expect(set).toEqual({
    // 51 of 255 is a fifth of the range.
    values: new Float32Array(24 * 16).fill(-0.6),
    height: 16,
    width: 24,
    channels: 1,
    labels: Int32Array.of(0),
  });
  expect(progress).toEqual([
    [0, 1],
    [1, 1],
  ]);
});

test("readImageSet names the file of an image that does not fit", async () => {
  const images = await scanImageFolder(folder);
  const error = await readImageSet(images, images.files, { card, labels: [], seed: 0 }).catch((e) => e);
  expect(error).toBeInstanceOf(EvaluationError);
  expect(error.fault).toMatchObject({ code: "ERR_UNFIT_IMAGE", path: path.join(folder, "small.png") });
  expect(error.fault.reason).toMatch(/^3x2, too small for a model of 24x16/);
});
