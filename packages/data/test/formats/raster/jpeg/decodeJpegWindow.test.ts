import sharp, { type JpegOptions } from "sharp";
import { describe, expect, it } from "vitest";
import { openBySharp } from "../../../../src/formats/raster/decodeBySharp.ts";
import { decodeJpegWindow, scanIndex } from "../../../../src/formats/raster/jpeg/decodeJpegWindow.ts";
import { jpegHeader } from "../../../../src/formats/raster/jpeg/jpegHeader.ts";
import { bytesOfWindow } from "../../../../src/formats/raster/jpeg/windowUnits.ts";
import { synthesizeCell } from "../../../../src/index.ts";
import { encodeJpegForm } from "../encode/jpegEncoder.ts";

/** JPEG file of a synthetic cell with noise, cut to a size. */
async function cellJpeg(
  [width, height]: readonly [width: number, height: number],
  channels: 1 | 3,
  options: JpegOptions,
): Promise<Buffer> {
  const { image } = synthesizeCell("smear", { size: 128, seed: 2, index: width });
  const data = image.data.map((value, i) => value + ((i * 7919) % 23)) as Uint8Array;
  const cell = sharp(data, { raw: { width: 128, height: 128, channels: 3 } });
  return await cell
    .extract({ left: 20, top: 10, width, height })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .jpeg(options)
    .toBuffer();
}

/** Expect the pixels of sharp in windows all over an image. */
async function expectSameWindows(bytes: Buffer): Promise<void> {
  const header = jpegHeader(bytes)!;
  expect(header).toBeDefined();
  const whole = await (await openBySharp(bytes)).decode();
  const { width, height, channels, data } = whole;
  expect([header.width, header.height, header.components.length]).toEqual([width, height, channels]);
  const index = scanIndex(header);
  let fewest = bytes.length;
  const sides = (length: number) =>
    [
      [0, length],
      [0, 1],
      [length - 1, 1],
      [length >> 1, length - (length >> 1)],
      [length >> 2, length >> 1 || 1],
    ] as const;
  for (const [left, across] of sides(width)) {
    for (const [top, down] of sides(height)) {
      const window = { left, top, width: across, height: down };
      const expected = Uint8Array.from({ length: across * down * channels }, (_, i) => {
        const [x, y] = [left + (Math.floor(i / channels) % across), top + Math.floor(i / channels / across)];
        return data[(y * width + x) * channels + (i % channels)]!;
      });
      expect(decodeJpegWindow(bytes, header, window), JSON.stringify(window)).toEqual(expected);
      // The first window is the whole image, so that the others begin at known places.
      const [start, end] = bytesOfWindow(header, window, index);
      const part = bytes.subarray(start, end);
      fewest = Math.min(fewest, part.length);
      expect(decodeJpegWindow(part, header, window, { index, start }), JSON.stringify(window)).toEqual(
        expected,
      );
    }
  }
  if (width > 40 && height > 40) expect(fewest).toBeLessThan((bytes.length - header.scan) / 2);
}

describe("decodeJpegWindow returns the pixels of libjpeg", () => {
  it.each([
    ["gray", [57, 41], 1, {}],
    ["4:2:0", [57, 41], 3, { chromaSubsampling: "4:2:0" }],
    ["4:2:0, even size", [64, 32], 3, { chromaSubsampling: "4:2:0" }],
    ["4:4:4", [50, 33], 3, { chromaSubsampling: "4:4:4" }],
    ["4:2:0, strong compression", [70, 71], 3, { chromaSubsampling: "4:2:0", quality: 12 }],
    ["4:2:0, weak compression", [33, 35], 3, { chromaSubsampling: "4:2:0", quality: 100 }],
    ["4:2:0, tables of its own", [48, 40], 3, { chromaSubsampling: "4:2:0", optimizeCoding: true }],
    ["a pixel", [1, 1], 3, { chromaSubsampling: "4:2:0" }],
    ["narrow", [3, 20], 3, { chromaSubsampling: "4:2:0" }],
    ["low", [20, 3], 3, { chromaSubsampling: "4:2:0" }],
  ] as const)("%s", async (_, size, channels, options) => {
    await expectSameWindows(await cellJpeg(size, channels, options));
  });

  it.each([
    [[1, 1], 0],
    [[2, 1], 0],
    [[2, 2], 0],
    [[2, 1], 3],
    [[2, 2], 2],
  ] as const)("sampling %j with a restart interval of %i", async (sampling, restartInterval) => {
    const value = (x: number, y: number) => 40 + ((x * 37 + y * 61) % 170);
    const components = [
      { value, sampling },
      { value: (x: number, y: number) => 110 + x / 2 + y / 4 },
      { value: (x: number, y: number) => 150 - x / 4 - y / 2 },
    ];
    const form = { width: 45, height: 37, components, ...(restartInterval ? { restartInterval } : {}) };
    await expectSameWindows(Buffer.from(encodeJpegForm(form)));
  });
});

describe("jpegHeader leaves to sharp", () => {
  it.each([
    ["progressive files", { progressive: true }],
    ["arithmetic or other files", { mozjpeg: true }],
  ] as const)("%s", async (_, options) => {
    expect(jpegHeader(await cellJpeg([40, 40], 3, options))).toBeUndefined();
  });

  it("files with an orientation, and truncated headers", async () => {
    const bytes = await cellJpeg([40, 40], 3, {});
    expect(jpegHeader(await sharp(bytes).withMetadata({ orientation: 6 }).toBuffer())).toBeUndefined();
    const { scan } = jpegHeader(bytes)!;
    for (let length = 2; length < scan; length++)
      expect(jpegHeader(bytes.subarray(0, length))).toBeUndefined();
  });
});

it("windows in any order begin at the places that earlier windows have added", async () => {
  const bytes = await cellJpeg([100, 90], 3, { chromaSubsampling: "4:2:0" });
  const header = jpegHeader(bytes)!;
  const index = scanIndex(header);
  for (let k = 0; k < 60; k++) {
    const window = { left: (k * 37) % 80, top: Math.min(75, (k * 23) % (10 + 2 * k)), width: 20, height: 15 };
    const [start, end] = bytesOfWindow(header, window, index);
    const found = decodeJpegWindow(bytes.subarray(start, end), header, window, { index, start });
    expect(found).toEqual(decodeJpegWindow(bytes, header, window));
  }
});

it("truncated data before the end of the window are damaged", async () => {
  const bytes = await cellJpeg([64, 64], 3, {});
  const header = jpegHeader(bytes)!;
  const window = { left: 10, top: 30, width: 20, height: 20 };
  const pixels = decodeJpegWindow(bytes, header, window)!;
  for (let length = header.scan; length < bytes.length; length += 7) {
    const found = decodeJpegWindow(bytes.subarray(0, length), header, window);
    if (found) expect(found).toEqual(pixels);
    else expect(length).toBeLessThan(bytes.length - 2);
  }
  expect(decodeJpegWindow(bytes.subarray(0, header.scan + 50), header, window)).toBeUndefined();
});
