import { convertIndexedToRgb, decode } from "fast-png";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRaster } from "../../../src/formats/raster/openRaster.ts";
import { readImage } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";
import { encodePngForm, type PngForm, SAMPLES_PER_PIXEL } from "./encode/pngEncoder.ts";

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

const DEPTHS = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] } as const;

/** Every form of PNG: color types, depths, transparency, interlacing, in several sizes. */
function* forms(): Generator<PngForm> {
  for (const colourType of [0, 2, 3, 4, 6] as const) {
    for (const bitDepth of DEPTHS[colourType]) {
      for (const interlaced of [false, true]) {
        for (const [width, height] of [
          [13, 9],
          [1, 1],
          [3, 17],
        ] as const) {
          const levels = 2 ** bitDepth;
          const length = width * height * SAMPLES_PER_PIXEL[colourType];
          const samples = Array.from({ length }, (_, i) => (i * 7919 + ((i * i) >> 2)) % levels);
          const form = { width, height, colourType, bitDepth, interlaced, samples };
          if (colourType === 3) {
            const palette = Array.from({ length: 3 * levels }, (_, i) => (i * 53 + 11) % 256);
            yield { ...form, palette };
            yield {
              ...form,
              palette,
              transparency: Array.from({ length: levels }, (_, i) => (i * 101) % 256),
            };
            yield { ...form, palette, transparency: [0] };
          } else {
            yield form;
            const key = samples.slice(0, SAMPLES_PER_PIXEL[colourType]);
            if (colourType < 3) yield { ...form, transparency: key };
          }
        }
      }
    }
  }
}

const nameOf = ({ width, height, colourType, bitDepth, interlaced, transparency }: PngForm): string =>
  `color type ${colourType}, ${bitDepth} bits, ${width}x${height}${interlaced ? ", interlaced" : ""}${transparency ? `, tRNS of ${transparency.length}` : ""}`;

/** Values of a form by the PNG specification, composited over black: 8 or 16 bits, gray or RGB. */
function expectedValues(form: PngForm): number[] {
  const { colourType, bitDepth, samples, palette, transparency } = form;
  const full = bitDepth === 16 ? 65535 : 255;
  const scale = full / (2 ** bitDepth - 1);
  const count = SAMPLES_PER_PIXEL[colourType];
  const values: number[] = [];
  for (let i = 0; i < samples.length; i += count) {
    const pixel = samples.slice(i, i + count);
    let colour = pixel.map((value) => value * scale);
    let alpha = full;
    if (colourType === 3) {
      colour = palette!.slice(3 * pixel[0]!, 3 * pixel[0]! + 3);
      alpha = transparency?.[pixel[0]!] ?? 255;
    } else if (colourType >= 4) alpha = colour.pop()!;
    else if (transparency && pixel.every((value, c) => value === transparency[c])) alpha = 0;
    for (const value of colour) values.push(Math.round((value * alpha) / full));
  }
  return values;
}

/** Samples of a file by an independent decoder, which takes some transparent colors for errors. */
function decodedElsewhere({ transparency, ...form }: PngForm): number[] | undefined {
  const { bitDepth, colourType } = form;
  const image = decode(encodePngForm(form));
  if (colourType === 3)
    return [
      ...convertIndexedToRgb({
        ...image,
        palette: image.palette!.map((colour) => colour.slice(0, 3)) as never,
      }),
    ];
  return bitDepth < 8 ? undefined : [...image.data];
}

describe("PNG files of every form have the values of the specification", () => {
  const all = [...forms()];
  it(`${all.length} files`, async () => {
    expect(all.length).toBeGreaterThan(150);
    for (const form of all) {
      const name = nameOf(form);
      const file = await put(folder, "a.png", encodePngForm(form));
      const source = await openRaster(file);
      const image = await source.read();
      const { width, height, colourType, bitDepth, samples, palette } = form;
      const channels = colourType === 0 || colourType === 4 ? 1 : 3;
      const pixelType = bitDepth === 16 ? "uint16" : "uint8";
      expect(source, name).toMatchObject({ width, height, pixelType, channels });
      expect(image, name).toMatchObject({ width, height, channels });
      expect([...image.data], name).toEqual(expectedValues(form));
      // The independent decoder cannot unpack interlaced pixels of less than a byte.
      if (bitDepth >= 8 || !form.interlaced) {
        const stored =
          colourType === 3 ? samples.flatMap((entry) => palette!.slice(3 * entry, 3 * entry + 3)) : samples;
        const other = decodedElsewhere(form);
        if (other) expect(other, name).toEqual([...stored]);
      }
    }
  });
});

describe("openRaster", () => {
  const grey = {
    width: 5,
    height: 4,
    colourType: 0,
    bitDepth: 8,
    samples: Array.from({ length: 20 }, (_, i) => i),
  } as const;
  const size = (pixels: number, unit: number): [string, Buffer] => {
    const data = Buffer.alloc(9, unit);
    data.writeUInt32BE(pixels);
    data.writeUInt32BE(pixels, 4);
    return ["pHYs", data];
  };

  it("reads a window and channels in another order", async () => {
    const samples = Array.from({ length: 60 }, (_, i) => i);
    const file = await put(folder, "rgb.png", encodePngForm({ ...grey, colourType: 2, samples }));
    const source = await openRaster(file);
    const window = { left: 1, top: 2, width: 2, height: 1 };
    const image = await source.read({ window, channels: [2, 0] });
    expect(image).toMatchObject({ width: 2, height: 1, channels: 2 });
    expect([...image.data]).toEqual([35, 33, 38, 36]);
    await expect(source.read({ channels: [3] })).rejects.toThrow(RangeError);
    await expect(source.read({ z: 1 })).rejects.toThrow(RangeError);
    await expect(source.read({ window: { ...window, width: 5 } })).rejects.toThrow(RangeError);
  });
  it.each([
    ["a size in meters", [size(4_000_000, 1)], 0.25],
    ["a size that is not a whole number of pixels per meter", [size(1_538_462, 1)], 0.65],
    ["a print resolution", [size(2835, 1)], undefined],
    ["an aspect ratio", [size(4_000_000, 0)], undefined],
  ])("takes %s for the pixel size, if it is one", async (_, chunks, micrometres) => {
    const file = await put(
      folder,
      "size.png",
      encodePngForm({ ...grey, chunks: chunks as [string, Buffer][] }),
    );
    const source = await openRaster(file);
    expect(source.pixelSizeMicrometres).toBe(micrometres);
    expect((await source.read()).pixelSizeMicrometres).toBe(micrometres);
  });
  it("mentions an alpha channel, also of gray with a transparent level", async () => {
    const file = await put(folder, "key.png", encodePngForm({ ...grey, transparency: [3] }));
    expect((await openRaster(file)).notes).toEqual([
      "An alpha channel; transparent pixels are composited over black.",
    ]);
    expect([...(await readImage(file)).data]).toEqual([0, 1, 2, 0, ...grey.samples.slice(4)]);
  });
});
