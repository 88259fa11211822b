import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTiff, UnreadableImageError } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";
import { type Field, tiffBytes } from "./tiffBytes.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/tiff/", import.meta.url));

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

/** Open a file, read its first plane, and return the error. */
async function faultOf(bytes: Uint8Array | string): Promise<UnreadableImageError> {
  const file = await put(folder, "cells.tif", bytes);
  const start = performance.now();
  const error = await readFirst(file).catch((caught: unknown) => caught);
  expect(performance.now() - start).toBeLessThan(2000);
  expect(error).toBeInstanceOf(UnreadableImageError);
  expect(error).toMatchObject({ path: file });
  expect((error as UnreadableImageError).remedy).toMatch(/^[A-Z].*\.$/);
  return error as UnreadableImageError;
}

async function readFirst(file: string): Promise<void> {
  const source = await openTiff(file);
  try {
    await source.read();
  } finally {
    await source.close();
  }
}

const side = (width: number, height = width): Field[] => [
  [256, 4, [width]],
  [257, 4, [height]],
];
const grey8: Field[] = [
  [258, 3, [8]],
  [262, 3, [1]],
];

describe("openTiff rejects with the reason", () => {
  it.each<[string, () => Uint8Array | string, string]>([
    ["an empty file", () => "", "an empty file"],
    ["text", () => "not a picture", "not a TIFF by its content"],
    ["a file of two bytes", () => "II", "not a TIFF by its content"],
    ["a signature without a directory", () => "II*\0", "damaged (header: beyond the end of the file)"],
    ["a chain that has no directory", () => "II*\0\0\0\0\0", "damaged (the file has no directory)"],
    [
      "a directory beyond the file",
      () => "II*\0\xff\xff\xff\x7f",
      "damaged (directory 1: beyond the end of the file)",
    ],
    [
      "a chain with a cycle",
      () => tiffBytes([...side(2), ...grey8, [273, 4, [8]], [279, 4, [4]]], { next: "itself" }),
      "damaged (directory 2: the chain of directories has a cycle)",
    ],
    [
      "more fields than the file has",
      () => Buffer.from([..."II*\0\b\0\0\0\xff\x0f"].map((letter) => letter.charCodeAt(0))),
      "damaged (directory 1: beyond the end of the file)",
    ],
    ["no pixels", () => tiffBytes([...side(0, 5), ...grey8]), "damaged (page 1: 0x5 pixels)"],
    ["no strips", () => tiffBytes([...side(2), ...grey8]), "damaged (a page has no pixels)"],
    [
      "a field of four billion values",
      () => tiffBytes([...side(2), [258, 3, [8], 0xffffffff], [273, 4, [8]], [279, 4, [4]]]),
      "damaged (field 258: beyond the end of the file)",
    ],
    [
      "strips beyond the file",
      () => tiffBytes([...side(2), ...grey8, [273, 4, [0x7fffff00]], [279, 4, [4]]]),
      "damaged (strip 1: beyond the end of the file)",
    ],
    [
      "an uncompressed image larger than the file",
      () => tiffBytes([...side(9000), ...grey8, [273, 4, [8]], [279, 4, [81_000_000]]]),
      "damaged (strip 1: beyond the end of the file)",
    ],
    [
      "an uncompressed image larger than the file, with a small byte count",
      () => tiffBytes([...side(9000), ...grey8, [273, 4, [8]], [279, 4, [100]]]),
      "damaged (strip 1: beyond the end of the file)",
    ],
    [
      "fewer strips than rows",
      () => tiffBytes([...side(2, 4), ...grey8, [278, 4, [1]], [273, 4, [8, 8]], [279, 4, [2, 2]]]),
      "damaged (strip 3: no offset)",
    ],
    [
      "four billion tiles",
      () =>
        tiffBytes([
          ...side(1_000_000, 90),
          ...grey8,
          [322, 3, [1]],
          [323, 3, [1]],
          [324, 4, [8]],
          [325, 4, [4]],
        ]),
      "too large: 90000000 strips or tiles",
    ],
    [
      "a size beyond the limit of pixels",
      () => tiffBytes([...side(100_000), ...grey8, [259, 3, [8]], [273, 4, [8]], [279, 4, [4]]]),
      "too large: 100000x100000 exceeds the limit of 100000000 pixels",
    ],
    [
      "few compressed bytes for many pixels",
      () => tiffBytes([...side(10_000), ...grey8, [259, 3, [8]], [273, 4, [8]], [279, 4, [4]]]),
      "damaged (strip 1: 4 bytes of deflate data cannot hold 100000000 bytes)",
    ],
    [
      "old-style JPEG",
      () => tiffBytes([...side(2), ...grey8, [259, 3, [6]], [273, 4, [8]], [279, 4, [4]]]),
      "a TIFF with old-style JPEG compression, which is not supported",
    ],
    [
      "64-bit integers",
      () => tiffBytes([...side(2), [258, 3, [64]], [273, 4, [8]], [279, 4, [4]]]),
      "a TIFF with 64-bit unsigned samples, which is not supported",
    ],
    [
      "complex numbers",
      () => tiffBytes([...side(2), [258, 3, [64]], [339, 3, [6]], [273, 4, [8]], [279, 4, [4]]]),
      "a TIFF with 64-bit complex or unknown samples, which is not supported",
    ],
    [
      "CMYK",
      () => tiffBytes([...side(2), [258, 3, [8]], [262, 3, [5]], [273, 4, [8]], [279, 4, [4]]]),
      "a TIFF with CMYK colors, which is not supported",
    ],
    [
      "a volume in one image",
      () => tiffBytes([...side(2), ...grey8, [32997, 4, [4]], [273, 4, [8]], [279, 4, [16]]]),
      "a TIFF with a volume of 4 planes as one image, which is not supported",
    ],
    [
      "a MetaMorph stack of more planes than the file has",
      () =>
        tiffBytes([
          ...side(8),
          ...grey8,
          [273, 4, [8]],
          [279, 4, [64]],
          [33629, 5, new Array(80).fill(1), 40],
        ]),
      "damaged (its description has 40 pages, which end beyond the end of the file)",
    ],
    [
      "a field of an unknown type",
      () => tiffBytes([...side(2), [258, 99, [8]]]),
      "damaged (a field has the unknown type 99)",
    ],
    [
      "samples of different sizes",
      () => tiffBytes([...side(2), [277, 3, [2]], [258, 3, [8, 16]]]),
      "damaged (page 1: bits per sample: 8, 16)",
    ],
  ])("%s", async (_, bytes, reason) => {
    expect((await faultOf(bytes())).reason).toBe(reason);
  });

  it("a decompression bomb, before it fills memory", async () => {
    const bomb = deflateSync(new Uint8Array(80_000_000));
    const bytes = tiffBytes(
      [
        ...side(200, 2000),
        ...grey8,
        [259, 3, [8]],
        [278, 4, [1000]],
        [273, 4, [8, 8]],
        [279, 4, [bomb.length, bomb.length]],
      ],
      { pixels: bomb },
    );
    const before = process.memoryUsage().rss;
    expect((await faultOf(bytes)).reason).toBe("damaged (deflate data cannot be decompressed)");
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
  });

  it("strips whose data are much longer than their pixels", async () => {
    const empty = deflateSync(new Uint8Array(1_000_000), { level: 0 });
    const rows = 3000;
    const offsets = new Array<number>(rows).fill(8);
    const counts = new Array<number>(rows).fill(empty.length);
    const bytes = tiffBytes(
      [...side(2, rows), ...grey8, [259, 3, [8]], [278, 4, [1]], [273, 4, offsets], [279, 4, counts]],
      { pixels: empty },
    );
    expect((await faultOf(bytes)).reason).toMatch(
      /^damaged \(strip 1: \d+ bytes of deflate data for 2 bytes\)$/,
    );
  });

  it("directories that overlap", async () => {
    // Each directory starts two bytes after the previous one and claims 100 fields.
    const bytes = Buffer.alloc(200_000);
    bytes.write("II*\0", "latin1");
    bytes.writeUInt32LE(8, 4);
    for (let at = 8; at + 2 < bytes.length; at += 2) bytes.writeUInt16LE(100, at);
    for (let i = 0; i < 100; i++) bytes.writeUInt32LE(10 + 2 * i, 8 + 2 * i + 2 + 1200);
    expect((await faultOf(bytes)).reason).toMatch(/^damaged \(/);
  });

  it("a file that is cut at any place", { timeout: 60_000 }, async () => {
    for (const name of ["deflate.tif", "bigtiff.tif", "imagej-hyperstack.tif", "jpeg-ycbcr.tif"]) {
      const bytes = readFileSync(FIXTURES + name);
      for (let share = 1; share < 12; share++) {
        const file = await put(folder, "cut.tif", bytes.subarray(0, Math.floor((bytes.length * share) / 12)));
        const error = await readFirst(file).catch((caught: unknown) => caught);
        if (error !== undefined) expect(error).toBeInstanceOf(UnreadableImageError);
        else expect(name).toBe("never");
      }
    }
  });

  it("a missing file and a folder", async () => {
    await mkdir(path.join(folder, "a.tif"));
    await expect(openTiff(path.join(folder, "a.tif"))).rejects.toMatchObject({
      reason: "a folder, not a file",
      path: path.join(folder, "a.tif"),
    });
    await expect(openTiff(path.join(folder, "b.tif"))).rejects.toMatchObject({
      reason: "the file does not exist",
    });
  });
});

it.each([
  ["1.2.3", 0],
  [".", 0],
  ["", 0],
  ["0x10", 0],
  ["nan", Number.NaN],
  ["-1.5e2", -150],
])(
  "openTiff fills tiles that are not stored with the no-data value %j if it is a number",
  async (text, value) => {
    const noData: Field = [42113, 2, [...Buffer.from(`${text}\0`)]];
    const float: Field[] = [
      [258, 3, [32]],
      [262, 3, [1]],
      [339, 3, [3]],
    ];
    const bytes = tiffBytes([...side(2), ...float, noData, [273, 4, [0]], [279, 4, [0]]]);
    const source = await openTiff(await put(folder, "cells.tif", bytes));
    expect((await source.read()).data).toEqual(new Float32Array(4).fill(value));
    await source.close();
  },
);

describe("openTiff ignores OME metadata that are hostile, with a note", () => {
  const page = (xml: string): Buffer =>
    tiffBytes([...side(2), ...grey8, [270, 2, [...Buffer.from(`${xml}\0`)]], [273, 4, [8]], [279, 4, [4]]]);
  const entities = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
    "",
  );
  const pixels = (attributes: string): string =>
    `<OME><Image><Pixels DimensionOrder="XYZCT" Type="uint8" SizeX="2" SizeY="2" ${attributes}><TiffData/></Pixels></Image></OME>`;
  it.each([
    [
      "an entity bomb",
      `<!DOCTYPE OME [<!ENTITY e0 "ha">${entities}]><OME><Image Name="&e12;"/></OME>`,
      "it declares a document type",
    ],
    ["no sizes", pixels('SizeZ="1" SizeC="0" SizeT="1"'), "SizeC is 0"],
    ["no images", "<OME></OME>", "it describes no image"],
    [
      "metadata elsewhere",
      '<OME><BinaryOnly MetadataFile="set.companion.ome" UUID="urn:uuid:a"/></OME>',
      "it lies in the file set.companion.ome, which is not in the folder)",
    ],
    [
      "metadata elsewhere, in a file without a name",
      '<OME><BinaryOnly UUID="urn:uuid:a"/></OME>',
      "it lies in another file, which is not named)",
    ],
    [
      "metadata in another folder",
      '<OME><BinaryOnly MetadataFile="../set.companion.ome" UUID="urn:uuid:a"/></OME>',
      "it lies in the file ../set.companion.ome)",
    ],
    [
      "metadata of itself",
      '<OME><BinaryOnly MetadataFile="cells.ome.tif" UUID="urn:uuid:a"/></OME>',
      "it lies in the file cells.ome.tif, which has none)",
    ],
    ["deep nesting", `<OME>${"<a>".repeat(200_000)}`, "its XML elements are nested too deeply)"],
    ["names of built-in properties", "<OME><__proto__ a='b'/><constructor/></OME>", ""],
    ["broken tags", "<OME><Image <<>>", "it has no SizeX)"],
  ])("%s", async (_, xml, reason) => {
    const file = await put(folder, "cells.ome.tif", page(xml));
    const start = performance.now();
    const source = await openTiff(file);
    expect((await source.read()).data.length).toBe(4);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(source).toMatchObject({ format: "tiff", images: 1 });
    expect(source.notes[0]).toContain(`The OME metadata cannot be used (${reason}`);
    await source.close();
  });
  it("a billion planes", async () => {
    const xml = pixels('SizeZ="99999" SizeC="1" SizeT="99999"');
    const source = await openTiff(await put(folder, "cells.ome.tif", page(xml)));
    expect(source).toMatchObject({ format: "ome-tiff", depth: 1, times: 1 });
    expect(source.notes).toEqual([
      "Holds 1 of more than a million planes of its OME metadata; the others are missing or in other files.",
    ]);
    await source.close();
  });
  it("but decodes characters that are written as references", async () => {
    const xml = pixels('SizeZ="1" SizeC="1" SizeT="1" PhysicalSizeX="0.2" PhysicalSizeXUnit="&#181;m"');
    const source = await openTiff(await put(folder, "cells.ome.tif", page(xml)));
    expect(source).toMatchObject({ format: "ome-tiff", pixelSizeMicrometres: 0.2, notes: [] });
    await source.close();
  });
});
