import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  type CellImage,
  type ImageFormat,
  type ImageNoise,
  imageProcessor,
  measureRanges,
  synthesizeCell,
} from "../../src/index.ts";
import { folderBatches, folderScale, readImage, scanImageFolder, writePng } from "../../src/node.ts";
import { temporaryFolder } from "../imageFiles.ts";
import { imageOf, inputsUpTo, testFormat } from "../testFormat.ts";

const format = (changes: Partial<ImageFormat> = {}): ImageFormat =>
  testFormat({ height: 32, width: 32, ...changes });
const fit = (given: CellImage, model: ImageFormat, brightest?: number) =>
  imageProcessor(model).fit(given, brightest === undefined ? {} : { inputs: inputsUpTo(brightest) });
const cell = (size: number): CellImage => synthesizeCell("smear", { size, seed: 0, index: 1 }).image;
const meanError = (a: CellImage, b: CellImage): number =>
  Array.from(a.data).reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length;

describe("fit", () => {
  test("an image like the model's goes through unchanged, and comes back bit for bit", () => {
    const given = imageOf(32, 32, 3, (i) => i % 256);
    const { unit, restore, notes } = fit(given, format());
    expect([...unit.values.slice(0, 2), unit.values[255]]).toEqual([-1, Math.fround(2 / 255 - 1), 1]);
    expect(restore(unit.values)).toEqual(given);
    expect(notes).toEqual([]);
  });

  test("16 bits in a model of 8 look like the same image of 8 bits, and come back bit for bit", () => {
    const wide = imageOf(32, 32, 3, (i) => (i * 37) % 65536, 16);
    const { unit, restore, notes } = fit(wide, format());
    expect(unit.values[300]).toBeCloseTo((2 * 37 * 300) / 65535 - 1, 6);
    expect(restore(unit.values).data).toBeInstanceOf(Uint16Array);
    const off = restore(unit.values).data.map((value, i) => Math.abs(value - wide.data[i]!));
    expect(Math.max(...off)).toBe(0);
    expect(notes).toEqual([
      { code: "pixel-type", pixelType: "uint16", modelPixelType: "uint8", white: 65535, modelWhite: 255 },
    ]);
  });

  test("16 bits that a camera fills with 12 reach from black to white", () => {
    const camera = imageOf(32, 32, 1, (i) => Math.min(4095, 4 * i), 16);
    const { unit, restore } = fit(camera, format({ channels: 1 }));
    expect(unit.values.at(-1)).toBeCloseTo((2 * 4092) / 4095 - 1, 5);
    expect(restore(unit.values)).toEqual(camera);
    const among = fit(camera, format({ channels: 1 }), 60_000);
    expect(among.unit.values.at(-1)).toBeCloseTo((2 * 4092) / 65535 - 1, 5);
  });

  test("8 bits in a model of 16 span what its files do", () => {
    const narrow = imageOf(32, 32, 1, (i) => i % 256);
    const wide = format({ channels: 1, pixelType: "uint16", ranges: [[0, 65535]] });
    const fitted = fit(narrow, wide);
    expect(fitted.unit.values[255]).toBeCloseTo(1, 6);
    expect(fitted.restore(fitted.unit.values)).toEqual(narrow);
    const measured = format({ channels: 1, pixelType: "uint16", ranges: [[400, 4000]] });
    const dim = imageOf(32, 32, 1, (i) => 20 + (i % 101));
    // The percentiles of the file, 20 and 120, become the model's range.
    const camera = fit(dim, measured);
    expect([camera.unit.values[0], camera.unit.values[50], camera.unit.values[100]]).toEqual([-1, 0, 1]);
    expect(camera.restore(camera.unit.values)).toEqual(dim);
    expect(camera.notes).toEqual([
      { code: "pixel-type-by-range", pixelType: "uint8", modelPixelType: "uint16", ranges: [[20, 120]] },
    ]);
    // With other files, theirs: what lies beyond comes back too.
    const inputs = measureRanges([imageOf(32, 32, 1, (i) => 20 + (i % 51))]);
    const among = imageProcessor(measured).fit(dim, { inputs });
    expect(among.unit.values[100]).toBeCloseTo(3, 6);
    expect(among.restore(among.unit.values)).toEqual(dim);
    expect(among.notes).toMatchObject([{}, { code: "outside-range", share: expect.closeTo(0.49, 2) }]);
    const clipped = imageProcessor(measured).encode(dim, { inputs, clip: true });
    expect(clipped.unit.values[100]).toBe(1);
  });

  test("floats in the range of a 16-bit model keep their gray levels, others are mapped by their percentiles", () => {
    const measured = format({ channels: 1, pixelType: "uint16", ranges: [[1000, 5000]] });
    const floats = (low: number, high: number): CellImage => ({
      ...{ width: 32, height: 32, channels: 1 },
      data: Float32Array.from({ length: 1024 }, (_, i) => low + ((high - low) * i) / 1023),
    });
    const same = fit(floats(900, 3000), measured);
    expect([same.unit.values[0], same.unit.values[1023]]).toEqual([Math.fround(-1.05), 0]);
    expect(same.notes).toMatchObject([
      { code: "pixel-type-same-units", pixelType: "float32", modelPixelType: "uint16" },
      { code: "outside-range" },
    ]);
    // Too small, too narrow, or too bright.
    for (const [low, high] of [
      [0, 1],
      [2000, 3000],
      [1000, 8000],
    ] as const) {
      const mapped = fit(floats(low, high), measured);
      expect(mapped.unit.values[511]).toBeCloseTo(0, 2);
      expect(mapped.notes).toMatchObject([{ code: "pixel-type-by-range" }]);
    }
  });

  test("gray in a color model becomes three equal channels, and their luminance comes back", () => {
    const grey = imageOf(32, 32, 1, (i) => i % 256);
    const { unit, restore } = fit(grey, format());
    expect([...unit.values.slice(30, 33)]).toEqual([unit.values[30], unit.values[30], unit.values[30]]);
    expect(restore(unit.values)).toEqual(grey);
    const red = Float32Array.from(unit.values, (_, i) => (i % 3 === 0 ? 1 : -1));
    expect(restore(red).data[5]).toBe(Math.round(0.299 * 255));
  });

  test("color in a gray model keeps its hue and takes the model's lightness", () => {
    const colour = imageOf(32, 32, 3, (i) => [200, 100, 150][i % 3]!);
    const { unit, restore } = fit(colour, format({ channels: 1 }));
    expect(unit.values[7]).toBeCloseTo((2 * (0.299 * 200 + 0.587 * 100 + 0.114 * 150)) / 255 - 1, 6);
    expect(restore(unit.values)).toEqual(colour);
    const lighter = restore(unit.values.map((value) => value + (2 * 20) / 255));
    expect([...lighter.data.slice(0, 3)]).toEqual([220, 120, 170]);
  });

  test("a model of stabilized values gets transformed ones, and gives the file's back", () => {
    const stabilisation = { gain: 2, offset: 10, read: 3 };
    const given = imageOf(32, 32, 1, (i) => i % 256);
    const { unit, restore } = fit(given, format({ channels: 1, ranges: [[0, 25]], stabilisation }));
    expect(unit.values[100]).toBeCloseTo((2 * Math.sqrt(2 * 100 + (3 / 8) * 4 + 9 - 20)) / 25 - 1, 5);
    const back = restore(unit.values);
    expect(back.data.slice(6, 150)).toEqual(given.data.slice(6, 150));
  });

  test("another size is scaled there and back", () => {
    const given = cell(64);
    const { unit, restore, notes } = fit(given, format());
    expect([unit.height, unit.width, unit.values.length]).toEqual([32, 32, 32 * 32 * 3]);
    const back = restore(unit.values);
    expect([back.width, back.height]).toEqual([64, 64]);
    expect(meanError(back, given)).toBeLessThan(4);
    expect(notes).toEqual([
      { code: "resized", width: 64, height: 64, modelWidth: 32, modelHeight: 32, reduction: 2 },
    ]);
  });

  test("other proportions are mirrored at the edges, so that a circle stays one", () => {
    const given = imageOf(
      64,
      48,
      1,
      (i) => 200 - 150 * Number(Math.hypot((i % 64) - 32, Math.floor(i / 64) - 24) < 15),
    );
    const fitted = fit(given, format({ channels: 1 }));
    expect(fitted.placement).toEqual({ width: 64, height: 64, left: 0, top: 8 });
    const dark = (along: (k: number) => number): number =>
      Array.from({ length: 32 }, (_, k) => fitted.unit.values[along(k)]!).filter((value) => value < 0).length;
    expect(dark((k) => 16 * 32 + k)).toBe(dark((k) => k * 32 + 16));
    expect(meanError(fitted.restore(fitted.unit.values), given)).toBeLessThan(5);
  });

  test("refuses what is far too small or too long, with the remedy", () => {
    const fitting = (width: number, height: number) => () =>
      fit(
        imageOf(width, height, 3, () => 0),
        format(),
      );
    const refusal = (code: string, reason: string, remedy: string) =>
      expect.objectContaining({ name: "UnfitImageError", code, reason, remedy });
    expect(fitting(7, 32)).toThrow(
      refusal("ERR_IMAGE_TOO_SMALL", "7x32, too small for a model of 32x32", "Give images of at least 8x8."),
    );
    expect(fitting(64, 32)).toThrow(
      refusal(
        "ERR_IMAGE_TOO_LONG",
        "64x32, too elongated for a model of 32x32",
        "Cut it into pieces of about the model's aspect ratio.",
      ),
    );
    expect(fitting(63, 32)).not.toThrow();
  });

  test("says by how much an image is reduced", () => {
    expect(
      fit(
        imageOf(640, 640, 3, () => 9),
        format(),
      ).notes,
    ).toMatchObject([{ code: "resized", reduction: 20 }]);
  });
});

describe("encode", () => {
  test("gives the values of training batches, bit for bit", async () => {
    const { folder, remove } = await temporaryFolder();
    const stabilisation = { gain: 2.2, offset: 10, read: 3 };
    for (const depth of [8, 16] as const) {
      const given = imageOf(20, 20, 3, (i) => (i * 7919 + 3 * i * i) % 2 ** depth, depth);
      await writePng(path.join(folder, `a${depth}.png`), given);
    }
    const images = await scanImageFolder(folder);
    for (const channels of [1, 3] as const) {
      for (const scale of [
        folderScale(images, { channels }),
        folderScale(images, { channels, stabilisation }),
      ]) {
        const batches = folderBatches(images, { size: 20, batchSize: 2, seed: 0, channels, scale });
        const { xStart } = await batches.batch(0);
        const processor = imageProcessor({ ...scale, height: 20, width: 20, channels });
        const encoded = await Promise.all(
          images.files.map(
            async (file) =>
              processor.encode(await readImage(file.path), { inputs: images.measured, clip: true }).unit
                .values,
          ),
        );
        const given = [0, 1].map((k) => xStart.slice((k * xStart.length) / 2, ((k + 1) * xStart.length) / 2));
        expect(given).toContainEqual(encoded[0]);
        expect(given).toContainEqual(encoded[1]);
      }
    }
    await remove();
  });
});

describe("toImage", () => {
  test("is the inverse of encode for every pixel value, with and without stabilization", () => {
    for (const depth of [8, 16] as const) {
      const values = imageOf(256, 2 ** depth / 256, 1, (i) => i, depth);
      const plain = {
        ...testFormat({ height: values.height, width: 256, channels: 1 }),
        pixelType: `uint${depth}`,
        ranges: [[0, 2 ** depth - 1]],
      } as const;
      const stabilisation = { gain: 2, offset: 0, read: 3 };
      for (const format of [plain, { ...plain, ...folderScale(plain, { stabilisation }) }]) {
        const { toImage, encode } = imageProcessor(format);
        expect(toImage(encode(values).unit.values)).toEqual(values);
      }
    }
  });

  test("has the pixel size of the training files", () => {
    const { toImage } = imageProcessor(testFormat({ pixelSizeMicrometres: 0.325 }));
    expect(toImage(new Float32Array(768))).toMatchObject({ pixelSizeMicrometres: 0.325 });
  });

  test("refuses values of another shape, and a format without a range for each channel", () => {
    expect(() => imageProcessor(testFormat()).toImage(new Float32Array(3))).toThrow(
      new RangeError("toImage: values must be 16 x 16 x 3 = 768 numbers, got 3."),
    );
    expect(() => imageProcessor(testFormat({ channels: 2, ranges: [[0, 1]] }))).toThrow(
      new RangeError("imageProcessor: ranges must have one range for each of 2 channels, got 1."),
    );
  });
});

describe("checkNoise", () => {
  const check = (noise: ImageNoise, side = 16) =>
    imageProcessor(testFormat()).checkNoise(
      noise,
      { width: side, height: side, channels: 3, pixelType: "uint8" },
      measureRanges([imageOf(side, side, 3, (i) => i % 256)]),
    );
  test("refuses noise beyond the image's range, and to estimate it from too few pixels", () => {
    expect(() => check({ kind: "white", sigma: 255 })).not.toThrow();
    const beyond = expect.objectContaining({ code: "ERR_NOISE_BEYOND_RANGE", white: 255 });
    expect(() => check({ kind: "white", sigma: 256 })).toThrow(beyond);
    expect(() => check({ kind: "photon", photon: { gain: 2000, offset: 0, read: 0 } })).toThrow(beyond);
    expect(() => check({ kind: "auto" }, 2)).toThrow(
      expect.objectContaining({ code: "ERR_IMAGE_TOO_SMALL_FOR_NOISE" }),
    );
    expect(() => check({ kind: "auto" }, 3)).not.toThrow();
  });
});
