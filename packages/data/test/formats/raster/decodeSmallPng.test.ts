import { randomStream } from "@cellgen/random";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { openBySharp } from "../../../src/formats/raster/decodeBySharp.ts";
import { decodeSmallPng } from "../../../src/formats/raster/decodeSmallPng.ts";
import { png, type RawImage } from "../../imageFiles.ts";

/** Smooth values with noise, so that an adaptive encoder uses every filter. */
function smooth(width: number, height: number, channels: 1 | 3 | 4, isWide = false): RawImage {
  const stream = randomStream(1, "small-png", width * height * channels);
  const data = new (isWide ? Uint16Array : Uint8Array)(width * height * channels);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    data[i] =
      (isWide ? 200 : 1) * (100 + 60 * Math.sin(x / 5 + (i % channels)) + 3 * y + 9 * stream.uniform());
  }
  return { width, height, channels, data };
}

const forms: readonly (readonly [string, RawImage])[] = [
  ["8-bit gray", smooth(17, 13, 1)],
  ["8-bit RGB", smooth(64, 64, 3)],
  ["8-bit RGBA", smooth(31, 20, 4)],
  ["16-bit gray", smooth(9, 30, 1, true)],
  ["16-bit RGB", smooth(25, 8, 3, true)],
  ["a single pixel", smooth(1, 1, 3)],
];

describe("decodeSmallPng", () => {
  it.each(forms)("returns the pixels of sharp for %s, with all row filters", async (_, image) => {
    for (const adaptiveFiltering of [false, true]) {
      const bytes = await png(image, { adaptiveFiltering });
      const decoded = decodeSmallPng(bytes);
      expect(decoded).toBeDefined();
      expect(decoded).toEqual(await (await openBySharp(bytes)).decode());
      expect(decoded!.data).toEqual(image.data);
    }
  });

  it("leaves interlaced, palette, large and other files to sharp", async () => {
    const image = smooth(64, 64, 3);
    expect(decodeSmallPng(await png(image, { progressive: true }))).toBeUndefined();
    expect(decodeSmallPng(await png(image, { palette: true }))).toBeUndefined();
    expect(decodeSmallPng(await png(smooth(400, 400, 3)))).toBeUndefined();
    expect(
      decodeSmallPng(
        await sharp(image.data, { raw: image as never })
          .jpeg()
          .toBuffer(),
      ),
    ).toBeUndefined();
    expect(
      decodeSmallPng(
        await sharp(await png(image))
          .withExif({ IFD0: { Make: "x" } })
          .png()
          .toBuffer(),
      ),
    ).toBeUndefined();
  });

  it("leaves files with any changed, missing or added byte to sharp", async () => {
    const bytes = await png(smooth(8, 8, 3));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1 << (at % 8);
      expect(decodeSmallPng(changed), `byte ${at}`).toBeUndefined();
      expect(decodeSmallPng(bytes.subarray(0, at)), `${at} bytes`).toBeUndefined();
    }
    expect(decodeSmallPng(Buffer.concat([bytes, Buffer.of(0)]))).toBeUndefined();
  });
});
