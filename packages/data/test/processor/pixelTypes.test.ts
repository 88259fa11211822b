import { describe, expect, test } from "vitest";
import { newPixels, pixelTypes } from "../../src/images/pixelType.ts";
import { type CellImage, imageProcessor, measureRanges } from "../../src/index.ts";
import { testFormat } from "../testFormat.ts";

/** A ramp in four channels with different ranges, all within the limits of int8. */
function ramp(type: (typeof pixelTypes)[number]): CellImage {
  const data = newPixels(type, 4 * 64 * 16);
  for (let i = 0; i < data.length; i++) data[i] = Math.floor(((i % 1024) / 1023) * 100) + (i % 4);
  return { width: 64, height: 16, channels: 4, data };
}

describe("every pixel type with four channels", () => {
  test.each(pixelTypes)("%s comes back exactly, also what lies outside the range", (type) => {
    const image = ramp(type);
    const ranges = [
      [10, 60],
      [0, 100],
      [20, 30],
      [5, 90],
    ] as const;
    const processor = imageProcessor(testFormat({ channels: 4, pixelType: type, ranges }));
    const { unit, restore, notes } = processor.encode(image);
    const back = restore(unit.values);
    expect(back.data.constructor).toBe(image.data.constructor);
    if (type.startsWith("float")) {
      // Model values have single precision.
      back.data.forEach((value, i) => {
        expect(Math.abs(value - image.data[i]!)).toBeLessThan(1e-4);
      });
    } else expect(back).toEqual(image);
    expect(notes).toMatchObject([{ code: "outside-range" }]);
    unit.values.forEach((value, i) => {
      const [low, high] = ranges[i % 4]!;
      if (i % 97 === 0) expect(value).toBeCloseTo((2 * (image.data[i]! - low)) / (high - low) - 1, 5);
    });
    const clipped = processor.encode(image, { clip: true }).unit.values;
    expect(clipped).toEqual(unit.values.map((value) => Math.min(1, Math.max(-1, value))));
    // Generated values become pixels of the same type, within the ranges.
    const made = imageProcessor({ ...processor.format, height: 16, width: 64 }).toImage(clipped);
    expect(made.data.constructor).toBe(image.data.constructor);
    made.data.forEach((value, i) => {
      const [low, high] = ranges[i % 4]!;
      expect(value).toBeCloseTo(Math.min(high, Math.max(low, image.data[i]!)), 4);
    });
  });

  test.each(pixelTypes)("all values of %s within 24 bits come back exactly", (type) => {
    const data = newPixels(type, 65_536);
    for (let i = 0; i < data.length; i++) data[i] = i - (type.startsWith("u") ? 0 : 32_768);
    const image: CellImage = { width: 256, height: 256, channels: 1, data };
    const { encode } = imageProcessor(
      testFormat({ channels: 1, pixelType: type, ranges: measureRanges([image])[0]!.ranges }),
    );
    const { unit, restore } = encode(image);
    const back = restore(unit.values).data;
    // Floats have the precision of the model's values, 2^-24 of the range.
    const tolerance = type.startsWith("float") ? 65_536 * 2 ** -23 : 0;
    let error = 0;
    for (let i = 0; i < data.length; i++) error = Math.max(error, Math.abs(back[i]! - data[i]!));
    expect(error).toBeLessThanOrEqual(tolerance);
  });

  test("NaN and infinities become the ends of the range", () => {
    const data = Float32Array.of(NaN, Infinity, -Infinity, 3);
    const { encode } = imageProcessor(testFormat({ channels: 1, pixelType: "float32", ranges: [[2, 4]] }));
    const { unit } = encode({ width: 4, height: 1, channels: 1, data });
    expect([...unit.values]).toEqual([-1, 1, -1, 0]);
  });

  test("another number of channels is refused with both counts", () => {
    const image = ramp("uint8");
    for (const format of [
      testFormat({ channels: 1 }),
      testFormat({ channels: 3 }),
      testFormat({ channels: 2 }),
    ]) {
      expect(() => imageProcessor(format).encode(image)).toThrow(
        expect.objectContaining({
          code: "ERR_OTHER_CHANNELS",
          reason: `unsuitable for a model of ${format.channels} channel${format.channels === 1 ? "" : "s"}: it has 4`,
          remedy: expect.stringContaining("--select-channels"),
        }),
      );
    }
    const named = testFormat({ channels: 3, channelNames: ["DAPI", "GFP", "actin"] });
    const grey = { width: 2, height: 1, channels: 1, data: new Uint8Array(2) };
    expect(() => imageProcessor(named).encode(grey)).toThrow("for a model of 3 channels");
  });

  test("a model of images with their own ranges maps each image by its percentiles", () => {
    const format = testFormat({
      channels: 1,
      pixelType: "uint16",
      ranges: [[0, 1000]],
      rangeScope: "image",
    });
    const dim: CellImage = {
      width: 20,
      height: 20,
      channels: 1,
      data: Uint16Array.from({ length: 400 }, (_, i) => 50 + (i % 21)),
    };
    const { unit, restore } = imageProcessor(format).encode(dim);
    expect([unit.values[0], unit.values[10], unit.values[20]]).toEqual([-1, 0, 1]);
    expect(restore(unit.values)).toEqual(dim);
  });
});
