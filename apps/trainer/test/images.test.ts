import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CellImage, synthesizeCell } from "@cellgen/data";
import { encodePng, writePng } from "@cellgen/data/node";
import type { ModelCard } from "@cellgen/pipelines";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brightest } from "../src/images/brightest.ts";
import { encodeLike } from "../src/images/encodeLike.ts";
import { fitToModel } from "../src/images/fitToModel.ts";
import { resample } from "../src/images/resample.ts";
import { outputNames, readInput, readInputs } from "../src/input/readInputs.ts";
import { UsageError } from "../src/terminal/usageError.ts";
import { testIo } from "./testIo.ts";
import { testCard } from "./testModel.ts";

const card = (changes: Partial<ModelCard> = {}): ModelCard => testCard({ height: 32, width: 32, ...changes });

/** An image whose values follow from their place. */
function image(
  width: number,
  height: number,
  channels: 1 | 3,
  of: (i: number) => number,
  depth = 8,
): CellImage {
  const length = width * height * channels;
  const data =
    depth === 8
      ? Uint8Array.from({ length }, (_, i) => of(i))
      : Uint16Array.from({ length }, (_, i) => of(i));
  return { width, height, channels, data };
}

/** Fitted as the only image that is given. */
const fit = (given: CellImage, model: ModelCard, most = brightest(given.data)) =>
  fitToModel("a.png", given, model, most);
const cell = (size: number): CellImage => synthesizeCell("smear", { size, seed: 0, index: 1 }).image;
const meanError = (a: CellImage, b: CellImage): number =>
  Array.from(a.data).reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length;

describe("fitToModel", () => {
  test("an image like the model's goes through unchanged, and comes back bit for bit", () => {
    const given = image(32, 32, 3, (i) => i % 256);
    const { unit, restore, notes } = fit(given, card());
    expect([...unit.values.slice(0, 2), unit.values[255]]).toEqual([-1, Math.fround(2 / 255 - 1), 1]);
    expect(restore(unit.values)).toEqual(given);
    expect(notes).toEqual([]);
  });

  test("16 bits in a model of 8 look like the same image of 8 bits, and come back bit for bit", () => {
    const wide = image(32, 32, 3, (i) => (i * 37) % 65536, 16);
    const { unit, restore, notes } = fit(wide, card());
    expect(unit.values[300]).toBeCloseTo((2 * 37 * 300) / 65535 - 1, 6);
    expect(restore(unit.values).data).toBeInstanceOf(Uint16Array);
    const off = restore(unit.values).data.map((value, i) => Math.abs(value - wide.data[i]!));
    expect(Math.max(...off)).toBe(0);
    expect(notes).toEqual(["of 16 bits, the model of 8: 0 to 65535 was taken for 0 to 255"]);
  });

  test("16 bits that a camera fills with 12 reach from black to white", () => {
    const camera = image(32, 32, 1, (i) => Math.min(4095, 4 * i), 16);
    const { unit, restore } = fit(camera, card({ channels: 1 }));
    expect(unit.values.at(-1)).toBeCloseTo((2 * 4092) / 4095 - 1, 5);
    expect(restore(unit.values)).toEqual(camera);
    const among = fit(camera, card({ channels: 1 }), 60_000);
    expect(among.unit.values.at(-1)).toBeCloseTo((2 * 4092) / 65535 - 1, 5);
  });

  test("8 bits in a model of 16 span what its files do", () => {
    const narrow = image(32, 32, 1, (i) => i % 256);
    const wide = card({ channels: 1, bitDepth: 16, valueRange: [0, 65535] });
    const fitted = fit(narrow, wide);
    expect(fitted.unit.values[255]).toBeCloseTo(1, 6);
    expect(fitted.restore(fitted.unit.values)).toEqual(narrow);
    const camera = fit(narrow, card({ channels: 1, bitDepth: 16, valueRange: [400, 4000] }));
    expect(camera.unit.values[128]).toBeCloseTo((2 * ((128 * 4095) / 255 - 400)) / 3600 - 1, 5);
    expect(camera.notes.join()).toMatch(/darker or brighter than what the model knows in 12% of the values/);
  });

  test("grey in a colour model becomes three equal channels, and their luminance comes back", () => {
    const grey = image(32, 32, 1, (i) => i % 256);
    const { unit, restore } = fit(grey, card());
    expect([...unit.values.slice(30, 33)]).toEqual([unit.values[30], unit.values[30], unit.values[30]]);
    expect(restore(unit.values)).toEqual(grey);
    const red = Float32Array.from(unit.values, (_, i) => (i % 3 === 0 ? 1 : -1));
    expect(restore(red).data[5]).toBe(Math.round(0.299 * 255));
  });

  test("colour in a grey model keeps its hue and takes the model's lightness", () => {
    const colour = image(32, 32, 3, (i) => [200, 100, 150][i % 3]!);
    const { unit, restore } = fit(colour, card({ channels: 1 }));
    expect(unit.values[7]).toBeCloseTo((2 * (0.299 * 200 + 0.587 * 100 + 0.114 * 150)) / 255 - 1, 6);
    expect(restore(unit.values)).toEqual(colour);
    const lighter = restore(unit.values.map((value) => value + (2 * 20) / 255));
    expect([...lighter.data.slice(0, 3)]).toEqual([220, 120, 170]);
  });

  test("a model of stabilised values gets transformed ones, and gives the file's back", () => {
    const stabilisation = { gain: 2, offset: 10, read: 3 };
    const given = image(32, 32, 1, (i) => i % 256);
    const { unit, restore } = fit(given, card({ channels: 1, valueRange: [0, 25], stabilisation }));
    expect(unit.values[100]).toBeCloseTo((2 * Math.sqrt(2 * 100 + (3 / 8) * 4 + 9 - 20)) / 25 - 1, 5);
    const back = restore(unit.values);
    expect(back.data.slice(6, 150)).toEqual(given.data.slice(6, 150));
  });

  test("another size is scaled there and back", () => {
    const given = cell(64);
    const { unit, restore, notes } = fit(given, card());
    expect([unit.height, unit.width, unit.values.length]).toEqual([32, 32, 32 * 32 * 3]);
    const back = restore(unit.values);
    expect([back.width, back.height]).toEqual([64, 64]);
    expect(meanError(back, given)).toBeLessThan(4);
    expect(notes).toEqual(["worked on at the model's 32x32, from 64x64 pixels"]);
  });

  test("other proportions are mirrored at the edges, so that a circle stays one", () => {
    const given = image(
      64,
      48,
      1,
      (i) => 200 - 150 * Number(Math.hypot((i % 64) - 32, Math.floor(i / 64) - 24) < 15),
    );
    const fitted = fit(given, card({ channels: 1 }));
    expect(fitted.placement).toEqual({ width: 64, height: 64, left: 0, top: 8 });
    const dark = (along: (k: number) => number): number =>
      Array.from({ length: 32 }, (_, k) => fitted.unit.values[along(k)]!).filter((value) => value < 0).length;
    expect(dark((k) => 16 * 32 + k)).toBe(dark((k) => k * 32 + 16));
    expect(meanError(fitted.restore(fitted.unit.values), given)).toBeLessThan(5);
  });

  test("refuses what is far too small or too long, with the remedy", () => {
    const fitting = (width: number, height: number) => () =>
      fit(
        image(width, height, 3, () => 0),
        card(),
      );
    expect(fitting(7, 32)).toThrow(
      "a.png is 7x32, too small for a model of 32x32. Give images of at least 8x8.",
    );
    expect(fitting(64, 32)).toThrow(
      "a.png is 64x32, too long for a model of 32x32. Cut it into pieces of about its proportions.",
    );
    expect(fitting(63, 32)).not.toThrow();
  });

  test("says so where an image is reduced until little is left", () => {
    expect(
      fit(
        image(640, 640, 3, () => 9),
        card(),
      ).notes[0],
    ).toMatch(/a pixel is 20 of the file's: cut single cells out/);
  });
});

describe("resample", () => {
  test("a constant stays, a ramp stays a ramp, and reducing averages", () => {
    const ramp = {
      values: Float32Array.from({ length: 64 }, (_, i) => (i % 8) / 10),
      height: 8,
      width: 8,
      channels: 1,
    };
    const twice = resample(ramp, 16, 16);
    // The middle of output pixel 8 lies at 8.5 / 2 - 0.5 = 3.75 of the input.
    expect(twice.values[5 * 16 + 8]).toBeCloseTo(0.375, 2);
    const half = resample(ramp, 4, 4);
    expect(half.values[5]).toBeCloseTo(0.25, 1);
    const flat = resample({ ...ramp, values: new Float32Array(64).fill(0.3) }, 5, 11);
    for (const value of flat.values) expect(value).toBeCloseTo(0.3, 6);
    expect(resample(ramp, 8, 8)).toBe(ramp);
  });
});

describe("encodeLike", () => {
  test("keeps a file's alpha and, where nothing was made, its pixels, in 8 and 16 bits", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "cellgen-alpha-"));
    const file = path.join(folder, "a.png");
    for (const [channels, depth] of [
      [1, 8],
      [3, 8],
      [1, 16],
      [3, 16],
    ] as const) {
      const length = 6 * 5 * (channels + 1);
      const stored = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
      for (let i = 0; i < length; i++) stored[i] = (i * 97) % 2 ** depth;
      const wide = depth === 16;
      const space = channels === 1 ? (wide ? "grey16" : "b-w") : wide ? "rgb16" : "srgb";
      const raw = { width: 6, height: 5, channels: (channels + 1) as 2 | 4 };
      await sharp(stored, { raw }).toColourspace(space).png().toFile(file);
      const { files } = await readInputs("--input", file, testIo());
      const made = await readInput(files[0]!);
      made.data.fill(7);
      await writeFile(file, await encodeLike(files[0]!, made, (pixel) => pixel === 2));
      // sharp reads grey of 8 bits with alpha as three equal channels.
      const { data, info } = await sharp(file)
        .toColourspace(space === "b-w" ? "srgb" : space)
        .raw({ depth: wide ? "ushort" : "uchar" })
        .toBuffer({ resolveWithObject: true });
      expect((await sharp(file).metadata()).channels).toBe(channels + 1);
      const values = wide ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data;
      const kept = Array.from(values).filter((_, i) => info.channels === channels + 1 || i % 4 > 1);
      const expected = stored.slice();
      expected.set([...new Array<number>(channels).fill(7), 2 ** depth - 1], 2 * (channels + 1));
      expect(kept).toEqual(Array.from(expected));
    }
    await rm(folder, { recursive: true });
  });
});

describe("readInputs", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), "cellgen-inputs-"));
    await mkdir(path.join(root, "in", "b"), { recursive: true });
    await writePng(path.join(root, "in", "a.png"), cell(16));
    await writePng(
      path.join(root, "in", "b", "wide.png"),
      image(16, 12, 1, (i) => i, 16),
    );
    await sharp(await encodePng(image(8, 8, 1, (i) => i)))
      .toColourspace("srgb")
      .png()
      .toFile(path.join(root, "in", "equal.png"));
    await writeFile(path.join(root, "in", "broken.png"), "no image");
  });
  afterAll(() => rm(root, { recursive: true }));

  test("takes a file, or all of a folder with its subfolders", async () => {
    const { files, brightest, unreadable } = await readInputs("--input", path.join(root, "in"), testIo());
    expect(files.map(({ name }) => name)).toEqual(["a.png", "b/wide.png", "equal.png"]);
    expect(brightest).toBe(191);
    expect(unreadable).toHaveLength(1);
    const one = await readInputs("--input", path.join(root, "in", "b", "wide.png"), testIo());
    expect(one.files).toMatchObject([{ name: "wide.png", width: 16, height: 12, bitDepth: 16 }]);
    expect(one.brightest).toBe(191);
  });

  test("reads the channels that a file stores, also where they are equal", async () => {
    const { files } = await readInputs("--input", path.join(root, "in"), testIo());
    const images = await Promise.all(files.map(readInput));
    expect(images.map(({ channels }) => channels)).toEqual([3, 1, 3]);
    expect([...images[2]!.data.slice(27, 33)]).toEqual([9, 9, 9, 10, 10, 10]);
    const grey = image(8, 8, 1, (i) => i);
    expect((await sharp(await encodeLike(files[2]!, grey)).metadata()).channels).toBe(3);
    expect((await sharp(await encodeLike({ path: files[1]!.path }, images[1]!)).metadata()).channels).toBe(1);
  });

  test("names the flag of an empty folder", async () => {
    const empty = path.join(root, "none");
    await mkdir(empty);
    await expect(readInputs("--input", empty, testIo())).rejects.toThrow(
      new UsageError(
        `--input: folder must hold images (.png, .jpg, .jpeg, subfolders included), got ${empty} with none of them, and 0 other files. Give a folder of PNG or JPEG files.`,
      ),
    );
  });

  test("refuses what is not there, and an unreadable file, by name", async () => {
    await expect(readInputs("--mask", path.join(root, "none.png"), testIo())).rejects.toThrow(
      /^--mask .*none\.png: there is no such file or folder\. Give an image, or a folder of images\.$/,
    );
    await expect(readInputs("--input", path.join(root, "in", "broken.png"), testIo())).rejects.toThrow(
      /broken\.png cannot be read: \S.*\. \S.*\.$/,
    );
  });

  test("outputs are named for their files, with the extension where names differ in it alone", () => {
    const names = ["a.png", "b/c.jpg", "b/c.png", "d.e.png"].map((name) => ({ name }));
    expect(outputNames(names)).toEqual(["a", "b/c.jpg", "b/c.png", "d.e"]);
    for (const doubled of [
      ["a.png", "a.jpg", "a.png.png"],
      ["a.png", "a.jpg", "A.PNG.png"],
    ])
      expect(outputNames(doubled.map((name) => ({ name })))).toEqual(doubled);
  });
});
