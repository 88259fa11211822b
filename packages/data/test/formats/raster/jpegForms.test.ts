import jpegJs from "jpeg-js";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRaster } from "../../../src/formats/raster/openRaster.ts";
import type { CellImage } from "../../../src/index.ts";
import { UnreadableImageError } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";
import { encodeJpegForm, type JpegForm } from "./encode/jpegEncoder.ts";
import { adobeSegment, exifOrientation, segment } from "./encode/jpegSegment.ts";

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

const WIDTH = 37;
const HEIGHT = 21;
const light = (x: number, y: number): number => 40 + ((x * 37 + y * 61) % 170);
const blue = (x: number, y: number): number => 110 + x / 2 + y / 4;
const red = (x: number, y: number): number => 150 - x / 4 - y / 2;
const grey: JpegForm = { width: WIDTH, height: HEIGHT, components: [{ value: light }] };
const colour = (sampling: readonly [number, number]): JpegForm => ({
  ...grey,
  components: [{ value: light, sampling }, { value: blue }, { value: red }],
});

async function readBytes(bytes: Uint8Array): Promise<CellImage> {
  return (await openRaster(await put(folder, "a.jpg", bytes))).read();
}

/** Largest difference between an image and values by position and channel. */
function difference(image: CellImage, value: (x: number, y: number) => readonly number[]): number {
  let largest = 0;
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      value(x, y).forEach((wanted, c) => {
        const got = image.data[(y * image.width + x) * image.channels + c]!;
        largest = Math.max(largest, Math.abs(got - Math.min(255, Math.max(0, wanted))));
      });
    }
  }
  return largest;
}

/** ITU T.871: RGB of YCbCr. */
function rgb(x: number, y: number): readonly number[] {
  const [cb, cr] = [blue(x, y) - 128, red(x, y) - 128];
  return [light(x, y) + 1.402 * cr, light(x, y) - 0.344136 * cb - 0.714136 * cr, light(x, y) + 1.772 * cb];
}

/** Pixels of a JPEG file by an independent decoder. */
function decodedElsewhere(bytes: Buffer): (x: number, y: number) => readonly number[] {
  const { data, width } = jpegJs.decode(bytes, { useTArray: true, formatAsRGBA: false });
  return (x, y) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

describe("JPEG files have the values that were encoded, and those of an independent decoder", () => {
  it.each([
    ["grey", grey, 1],
    ["gray, with restart markers", { ...grey, restartInterval: 3 }, 1],
    ["YCbCr 4:4:4", colour([1, 1]), 3],
    ["YCbCr 4:2:2", colour([2, 1]), 3],
    ["YCbCr 4:2:0", colour([2, 2]), 4],
    ["YCbCr 4:4:0", colour([1, 2]), 4],
    ["YCbCr 4:1:1", colour([4, 1]), 5],
    ["YCbCr 4:2:0, with restart markers", { ...colour([2, 2]), restartInterval: 2 }, 4],
  ] as const)("%s", async (_, form, tolerance) => {
    const bytes = encodeJpegForm(form);
    const image = await readBytes(bytes);
    const channels = form.components.length;
    expect(image).toMatchObject({ width: WIDTH, height: HEIGHT, channels });
    expect(difference(image, channels === 1 ? (x, y) => [light(x, y)] : rgb)).toBeLessThanOrEqual(tolerance);
    const other = decodedElsewhere(bytes);
    expect(difference(image, (x, y) => other(x, y).slice(0, channels))).toBeLessThanOrEqual(tolerance);
  });
  it("RGB without transform, by Adobe's segment", async () => {
    const components = [light, blue, red].map((value) => ({ value }));
    const image = await readBytes(encodeJpegForm({ ...grey, components, header: [adobeSegment(0)] }));
    expect(difference(image, (x, y) => [light(x, y), blue(x, y), red(x, y)])).toBeLessThanOrEqual(1);
  });
  it("CMYK of Adobe, as RGB without a color profile", async () => {
    const black = (x: number, y: number): number => 250 - 3 * x - y;
    const components = [light, blue, red, black].map((value) => ({ value }));
    const file = await put(
      folder,
      "a.jpg",
      encodeJpegForm({ ...grey, components, header: [adobeSegment(0)] }),
    );
    const source = await openRaster(file);
    expect(source).toMatchObject({
      channels: 3,
      notes: ["CMYK colors, converted to RGB without a color profile."],
    });
    // Adobe stores 255 minus the ink.
    const expected = (x: number, y: number) =>
      [light, blue, red].map((value) => (value(x, y) * black(x, y)) / 255);
    expect(difference(await source.read(), expected)).toBeLessThanOrEqual(2);
  });
  it.each([false, true])("the encoder of sharp, progressive: %s", async (progressive) => {
    const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
      light(i % WIDTH, Math.floor(i / WIDTH)),
    );
    const bytes = await sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toColourspace("b-w")
      .jpeg({ progressive, quality: 90 })
      .toBuffer();
    const other = decodedElsewhere(bytes);
    expect(difference(await readBytes(bytes), (x, y) => other(x, y).slice(0, 1))).toBeLessThanOrEqual(2);
  });
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("turned by the camera's orientation %d", async (orientation) => {
    const image = await readBytes(encodeJpegForm({ ...grey, header: [exifOrientation(orientation)] }));
    const isTurned = orientation > 4;
    expect([image.width, image.height]).toEqual(isTurned ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT]);
    // EXIF 2.3: row 0 of the file is at the top, bottom, left or right; column 0 likewise.
    const stored = (x: number, y: number): [number, number] => {
      const [u, v] = isTurned ? [y, x] : [x, y];
      const mirrorsX = [2, 3, 7, 8].includes(orientation);
      const mirrorsY = [3, 4, 6, 7].includes(orientation);
      return [mirrorsX ? WIDTH - 1 - u : u, mirrorsY ? HEIGHT - 1 - v : v];
    };
    expect(difference(image, (x, y) => [light(...stored(x, y))])).toBeLessThanOrEqual(1);
  });
});

describe("JPEG files that are not as they should be", () => {
  const clean = encodeJpegForm({ ...colour([2, 2]), restartInterval: 4 });
  /** Inserts bytes before the first marker of a code. */
  const before = (code: number, ...junk: number[]): Buffer => {
    const at = clean.indexOf(Buffer.from([0xff, code]));
    return Buffer.concat([clean.subarray(0, at), Buffer.from(junk), clean.subarray(at)]);
  };
  const open = async (bytes: Buffer) => openRaster(await put(folder, "a.jpg", bytes));

  it.each([
    ["before a table", before(0xdb, 104, 101, 108, 108, 111)],
    ["before a Huffman table", before(0xc4, ...new Array<number>(18).fill(7))],
    ["before the frame", before(0xc0, 0xff, 0, 0, 2)],
    ["before the scan", before(0xda, 1)],
  ])("surplus bytes %s are skipped, with a note", async (_, bytes) => {
    const source = await open(bytes);
    expect(source.notes).toEqual(["Surplus bytes between its segments were skipped; its pixels are intact."]);
    expect(await source.read()).toEqual(await readBytes(clean));
  });
  it.each([
    ["fill bytes before a marker", before(0xdb, 0xff, 0xff, 0xff)],
    ["bytes after the end", Buffer.concat([clean, Buffer.from("trailer")])],
    ["an unknown JFIF version", Buffer.from(clean).fill(9, 11, 12)],
    ["no end marker", clean.subarray(0, -2)],
  ])("%s need no note", async (_, bytes) => {
    const source = await open(bytes);
    expect(source.notes).toEqual([]);
    expect(await source.read()).toEqual(await readBytes(clean));
  });
  const scan = clean.indexOf(Buffer.from([0xff, 0xda]));
  const restart = clean.indexOf(Buffer.from([0xff, 0xd0]), scan);
  const changed = (at: number, ...bytes: number[]): Buffer => {
    const copy = Buffer.from(clean);
    copy.set(bytes, at);
    return copy;
  };
  it.each([
    ["half of the file", clean.subarray(0, clean.length >> 1)],
    ["the last byte of the data missing", clean.subarray(0, -3)],
    ["a restart marker of another number", changed(restart + 1, 0xd5)],
    ["a restart marker missing", Buffer.concat([clean.subarray(0, restart), clean.subarray(restart + 2)])],
    [
      "surplus bytes in the data",
      Buffer.concat([clean.subarray(0, restart), Buffer.from([1, 2]), clean.subarray(restart)]),
    ],
    ["a table whose marker is damaged", changed(clean.indexOf(Buffer.from([0xff, 0xdb])), 0x7f)],
  ])("%s is damage", async (_, bytes) => {
    const reason = "damaged (the file is truncated or corrupted)";
    await expect(open(bytes).then((source) => source.read())).rejects.toMatchObject({ reason });
  });
  it("12 bits are refused by name, as are other kinds", async () => {
    const frame = clean.indexOf(Buffer.from([0xff, 0xc0]));
    const reasons: string[] = [];
    for (const bytes of [
      changed(frame + 1, 0xc1, 0, 17, 12),
      changed(frame + 1, 0xc3),
      changed(frame + 1, 0xc5),
    ]) {
      const error: unknown = await open(bytes)
        .then((source) => source.read())
        .catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UnreadableImageError);
      reasons.push((error as UnreadableImageError).reason);
    }
    expect(reasons).toEqual([
      "a 12-bit JPEG, which is not supported",
      "a lossless JPEG, which is not supported",
      "a hierarchical JPEG, which is not supported",
    ]);
  });
  it("many scans of a large image are refused", async () => {
    const header = changed(clean.indexOf(Buffer.from([0xff, 0xc0])) + 5, 0x40, 0, 0x40, 0).subarray(0, scan);
    const scans = new Array<Buffer>(100).fill(segment(0xda, [1, 1, 0, 0, 63, 0]));
    await expect(open(Buffer.concat([header, ...scans]))).rejects.toThrow(/too large: .* scans/);
  });
  it("every file of many has its own reason, whatever is decoded at the same time", async () => {
    const frame = clean.indexOf(Buffer.from([0xff, 0xc0]));
    const kinds = { cut: clean.subarray(0, clean.length >> 1), twelve: changed(frame + 1, 0xc1, 0, 17, 12) };
    const files = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const kind = i % 2 === 0 ? "cut" : "twelve";
        return { kind, file: await put(folder, `many/${i}.jpg`, kinds[kind]) } as const;
      }),
    );
    const reasons = await Promise.all(
      files.map(async ({ kind, file }) => {
        const error: unknown = await openRaster(file)
          .then((source) => source.read())
          .catch((caught: unknown) => caught);
        return `${kind}: ${(error as UnreadableImageError).reason}`;
      }),
    );
    expect([...new Set(reasons)].sort()).toEqual([
      "cut: damaged (the file is truncated or corrupted)",
      "twelve: a 12-bit JPEG, which is not supported",
    ]);
  });
});
