import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRaster } from "../../../src/node.ts";
import { put, raw, temporaryFolder } from "../../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());
const open = async (bytes: Uint8Array) => openRaster(await put(folder, "a.img", bytes));

interface BmpForm {
  readonly bits: 1 | 4 | 8 | 16 | 24 | 32;
  readonly topDown?: boolean;
  /** Blue, green, red and 0 of each color. */
  readonly palette?: readonly number[];
  readonly compression?: number;
  /** Whether the header is that of OS/2, with 12 bytes. */
  readonly old?: boolean;
}

const WIDTH = 5;
const HEIGHT = 3;

/** Encodes a BMP file whose rows, from the top, hold the given bytes. */
function bmp(
  rows: readonly (readonly number[])[],
  { bits, topDown = false, palette = [], compression = 0, old = false }: BmpForm,
): Buffer {
  const rowBytes = 4 * Math.ceil((WIDTH * bits) / 32);
  const header = Buffer.alloc(14 + (old ? 12 : 40));
  header.write("BM", "latin1");
  header.writeUInt32LE(header.length + palette.length, 10);
  header.writeUInt32LE(old ? 12 : 40, 14);
  if (old) {
    header.writeUInt16LE(WIDTH, 18);
    header.writeUInt16LE(HEIGHT, 20);
    header.writeUInt16LE(bits, 24);
  } else {
    header.writeInt32LE(WIDTH, 18);
    header.writeInt32LE(topDown ? -HEIGHT : HEIGHT, 22);
    header.writeUInt16LE(bits, 28);
    header.writeUInt32LE(compression, 30);
  }
  const padded = rows.map((row) => Buffer.concat([Buffer.from(row), Buffer.alloc(rowBytes - row.length)]));
  return Buffer.concat([header, Buffer.from(palette), ...(topDown ? padded : padded.reverse())]);
}

describe("BMP", () => {
  const colours = Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => (i * 37) % 256);
  const pixelRows = (order: (pixel: readonly number[]) => number[]) =>
    Array.from({ length: HEIGHT }, (_, y) =>
      Array.from({ length: WIDTH }, (_, x) =>
        order(colours.slice((y * WIDTH + x) * 3, (y * WIDTH + x) * 3 + 3)),
      ).flat(),
    );
  it.each([
    [
      "24 bits",
      bmp(
        pixelRows(([r, g, b]) => [b!, g!, r!]),
        { bits: 24 },
      ),
    ],
    [
      "24 bits from top to bottom",
      bmp(
        pixelRows(([r, g, b]) => [b!, g!, r!]),
        { bits: 24, topDown: true },
      ),
    ],
    [
      "32 bits, the fourth byte ignored",
      bmp(
        pixelRows(([r, g, b]) => [b!, g!, r!, 99]),
        { bits: 32 },
      ),
    ],
  ])("of %s", async (_, bytes) => {
    const source = await open(bytes);
    expect(source).toMatchObject({
      format: "bmp",
      width: WIDTH,
      height: HEIGHT,
      channels: 3,
      pixelType: "uint8",
    });
    expect([...(await source.read()).data]).toEqual(colours);
  });
  it.each([false, true])("of 1, 4 and 8 bits with a palette (header of OS/2: %s)", async (old) => {
    const entry = (...bgr: number[]) => (old ? bgr : [...bgr, 0]);
    const grey = Array.from({ length: 256 }, (_, i) => entry(255 - i, 255 - i, 255 - i)).flat();
    const eight = await open(
      bmp(
        [
          [0, 1, 2, 3, 4],
          [5, 6, 7, 8, 9],
          [250, 251, 252, 253, 254],
        ],
        { bits: 8, palette: grey, old },
      ),
    );
    expect(eight.channels).toBe(1);
    expect([...(await eight.read()).data].slice(0, 6)).toEqual([255, 254, 253, 252, 251, 250]);
    const sixteen = Array.from({ length: 16 }, (_, i) => entry(i, 2 * i, 3 * i)).flat();
    const four = await (
      await open(
        bmp(
          [
            [0x01, 0x23, 0x40],
            [0xf0, 0xff, 0xf0],
            [0, 0, 0],
          ],
          { bits: 4, palette: sixteen, old },
        ),
      )
    ).read();
    expect([...four.data].slice(0, 15)).toEqual([0, 0, 0, 3, 2, 1, 6, 4, 2, 9, 6, 3, 12, 8, 4]);
    const two = await (
      await open(
        bmp([[0b10110000], [0], [0b11111000]], {
          bits: 1,
          palette: [...entry(0, 0, 0), ...entry(255, 255, 255)],
          old,
        }),
      )
    ).read();
    expect([...two.data]).toEqual([255, 0, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255]);
  });
  it("of other kinds is refused by name, and a damaged one too", async () => {
    const rows = [[0, 0, 0, 0, 0], [0], [0]];
    await expect(open(bmp(rows, { bits: 16 }))).rejects.toThrow("a BMP of 16 bits a pixel. Save it as PNG");
    await expect(open(bmp(rows, { bits: 8, compression: 1 }))).rejects.toThrow(
      "a compressed BMP. Save it as PNG",
    );
    await expect(open(bmp(rows, { bits: 24 }).subarray(0, 60))).rejects.toThrow(
      "damaged (the file is truncated or corrupted)",
    );
    await expect(
      open(bmp(rows, { bits: 8, palette: [0, 0, 0, 0] })).then((source) => source.read()),
    ).resolves.toBeDefined();
    await expect(
      open(bmp([[0, 1, 0, 0, 0], [0], [0]], { bits: 8, palette: [0, 0, 0, 0] })).then((source) =>
        source.read(),
      ),
    ).rejects.toThrow("a pixel has no color in the palette");
  });
});

describe("WebP and GIF", () => {
  const image = raw(9, 7, 3);
  const input = { raw: { width: 9, height: 7, channels: 3 as const } };
  it("lossless WebP brings back every value", async () => {
    const source = await open(await sharp(image.data, input).webp({ lossless: true }).toBuffer());
    expect(source).toMatchObject({ format: "webp", channels: 3, notes: [] });
    expect([...(await source.read()).data]).toEqual([...image.data]);
  });
  it("GIF brings back the values of its palette, and its first frame", async () => {
    const flat = (value: number) => {
      const background = { r: value, g: 0, b: 51 };
      return sharp({ create: { width: 4, height: 3, channels: 3, background } })
        .png()
        .toBuffer();
    };
    const images = await Promise.all([255, 51].map(flat));
    const frames = await sharp(images, { join: { animated: true } })
      .gif()
      .toBuffer();
    const source = await open(frames);
    expect(source).toMatchObject({
      format: "gif",
      width: 4,
      height: 3,
      images: 1,
      notes: ["2 frames; only the first is read."],
    });
    expect([...(await source.read()).data]).toEqual(Array.from({ length: 12 }, () => [255, 0, 51]).flat());
  });
});
