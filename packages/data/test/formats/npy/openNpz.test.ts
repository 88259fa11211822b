import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeNpyHeader } from "../../../src/formats/npy/npyHeader.ts";
import type { CellImage } from "../../../src/index.ts";
import { npzSplits, openNpz, UnreadableImageError, writeNpz } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/npy/", import.meta.url));
const expected: Record<string, Record<string, number[]>> = JSON.parse(
  await readFile(path.join(fixtures, "expected.json"), "utf8"),
);

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

describe("openNpz", () => {
  it.each(["medmnist.npz", "medmnist-compressed.npz"])("reads the splits of %s", async (name) => {
    const file = path.join(fixtures, name);
    expect(await npzSplits(file)).toEqual(["train", "val", "test"]);
    for (const split of ["train", "val", "test"]) {
      const source = await openNpz(file, { split });
      expect([source.height, source.width, source.channels, source.pixelType]).toEqual([8, 10, 3, "uint8"]);
      const read: number[] = [];
      for (let image = 0; image < source.images; image++) read.push(...(await source.read({ image })).data);
      expect(read).toEqual(expected[name]![`${split}_images`]);
      expect(source.labels).toEqual(expected[name]![`${split}_labels`]);
      await source.close();
    }
  });
  it("opens the first split by default, and notes the others", async () => {
    const source = await openNpz(path.join(fixtures, "medmnist.npz"));
    expect(source.images).toBe(6);
    expect(source.notes).toEqual(["The file has the splits train, val, test; train_images is read."]);
    await source.close();
  });
  it("has no note on the splits if one is asked for", async () => {
    const source = await openNpz(path.join(fixtures, "medmnist.npz"), { split: "val" });
    expect(source.notes).toEqual([]);
    await source.close();
  });
  it("opens an archive of one array", async () => {
    const file = path.join(fixtures, "single.npz");
    expect(await npzSplits(file)).toEqual([]);
    const source = await openNpz(file);
    expect([source.images, source.labels, source.notes]).toEqual([4, undefined, []]);
    const { data } = await source.read({ image: 3 });
    expect([...data]).toEqual(expected["single.npz"]!["arr_0"]!.slice(3 * 54));
    await source.close();
  });
  it("ignores labels that are not one integer for each image, with a note", async () => {
    const source = await openNpz(path.join(fixtures, "multilabel.npz"));
    expect(source.labels).toBeUndefined();
    expect(source.notes).toEqual(["The array labels is ignored: it has the shape (3, 14) for 3 images."]);
    await source.close();
  });
  it("names the splits if one is missing", async () => {
    await expect(openNpz(path.join(fixtures, "medmnist.npz"), { split: "holdout" })).rejects.toThrow(
      'without the split "holdout". Choose one of train, val, test.',
    );
  });
});

describe("openNpz refuses", () => {
  const pixels = Buffer.concat([encodeNpyHeader("|u1", [4, 9]), Buffer.alloc(36, 7)]);
  const refuse = async (entries: Entry[], message: RegExp) => {
    const file = await put(folder, "a.npz", zip(entries));
    const error = await openNpz(file).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnreadableImageError);
    expect((error as Error).message).toMatch(message);
  };
  it("nothing about an archive made by hand that is right", async () => {
    const file = await put(folder, "a.npz", zip([{ name: "images.npy", bytes: pixels }]));
    const source = await openNpz(file);
    expect((await source.read()).data).toEqual(new Uint8Array(36).fill(7));
    await source.close();
  });
  it.each(["../images.npy", "/images.npy", "a/../../images.npy", "C:/images.npy", "a\\images.npy"])(
    "the entry name %s",
    async (name) => {
      await refuse([{ name, bytes: pixels }], /damaged \(.*(path|characters|name)/);
    },
  );
  it("two entries of one name", async () => {
    await refuse(
      [
        { name: "images.npy", bytes: pixels },
        { name: "images.npy", bytes: pixels },
      ],
      /twice/,
    );
  });
  it("sizes that the file cannot hold", async () => {
    await refuse([{ name: "images.npy", bytes: pixels, size: 2 ** 31 }], /size/);
    await refuse(
      [{ name: "images.npy", bytes: pixels, compressedSize: 2 ** 20, size: 2 ** 20 }],
      /larger than/,
    );
    await refuse([{ name: "images.npy", bytes: pixels, size: 10, method: 8 }], /damaged/);
    await refuse([{ name: "images.npy", bytes: pixels, size: 1000, method: 8 }], /damaged/);
  });
  it("wrong checksums", async () => {
    await refuse([{ name: "images.npy", bytes: pixels, checksum: 1 }], /checksum/);
    await refuse([{ name: "images.npy", bytes: pixels, checksum: 1, method: 8 }], /checksum/);
  });
  it("a decompression bomb, before it is decompressed", async () => {
    const bytes = Buffer.concat([encodeNpyHeader("|u1", [2 ** 27, 9]), Buffer.alloc(2 ** 27)]);
    await refuse([{ name: "images.npy", bytes, method: 8 }], /expands from \d+ to \d+ bytes/);
  });
  it("encrypted entries, other compressions, other files, and archives without images", async () => {
    await refuse([{ name: "images.npy", bytes: pixels, flags: 1, method: 8 }], /encrypted/);
    await refuse([{ name: "images.npy", bytes: pixels, method: 12 }], /method 12/);
    await refuse([{ name: "a.txt", bytes: pixels }], /without \.npy arrays/);
    await refuse(
      [
        { name: "a.npy", bytes: pixels },
        { name: "b.npy", bytes: pixels },
      ],
      /the arrays "a", "b"/,
    );
    await refuse([], /without \.npy arrays/);
    await expect(openNpz(await put(folder, "a.npz", "PK, but nothing else"))).rejects.toThrow(
      UnreadableImageError,
    );
  });
});

describe("writeNpz", () => {
  const images = [0, 1, 2].map(
    (start): CellImage => ({
      width: 5,
      height: 4,
      channels: 3,
      data: Uint16Array.from({ length: 60 }, (_, index) => 20_000 * start + index),
      channelNames: ["DAPI", "µ-tubulin", "🧫"],
      pixelSizeMicrometres: 0.325,
    }),
  );
  it("and openNpz return the same images, labels, names, ranges and pixel size", async () => {
    const file = path.join(folder, "cells.npz");
    const ranges = [
      [0, 1],
      [2.5, 3],
      [-4, 5],
    ] as const;
    await writeNpz(file, images, { labels: [0, 1, 0], classNames: ["a", "__proto__"], ranges });
    const source = await openNpz(file);
    expect(source).toMatchObject({
      images: 3,
      labels: [0, 1, 0],
      classNames: ["a", "__proto__"],
      ranges,
      channelNames: images[0]!.channelNames,
      pixelSizeMicrometres: 0.325,
      notes: [],
    });
    for (const [image, written] of images.entries()) expect(await source.read({ image })).toEqual(written);
    expect((await source.read({ channels: [2] })).channelNames).toEqual(["🧫"]);
    await source.close();
    expect(await readdir(folder)).toEqual(["cells.npz"]);
  });
  it("writes equal bytes for equal images, from an iterable that is read once", async () => {
    await writeNpz(path.join(folder, "a.npz"), images);
    await writeNpz(
      path.join(folder, "b.npz"),
      (async function* () {
        yield* images;
      })(),
    );
    expect(await readFile(path.join(folder, "a.npz"))).toEqual(await readFile(path.join(folder, "b.npz")));
  });
  it("rejects images that differ, wrong labels, and no images, and leaves no file", async () => {
    const file = path.join(folder, "a.npz");
    const other = { ...images[0]!, data: new Uint8Array(60) };
    await expect(writeNpz(file, [images[0]!, other])).rejects.toThrow(
      "writeNpz: images must have one size and type, got 5x4x3 uint16 and 5x4x3 uint8.",
    );
    await expect(writeNpz(file, images, { labels: [0] })).rejects.toThrow("labels must be 3 integers");
    await expect(writeNpz(file, [])).rejects.toThrow("at least one image, got 0");
    expect(await readdir(folder)).toEqual([]);
    await expect(writeNpz(path.join(folder, "none", "a.npz"), images)).rejects.toThrow("cannot be written");
  });
});

interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly size?: number;
  readonly compressedSize?: number;
  readonly checksum?: number;
}

/** Zip archive whose headers state what they are told to. */
function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, method = 0, flags = 0, ...stated } of entries) {
    const data = method === 8 ? deflateRawSync(bytes) : Buffer.from(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(stated.checksum ?? crc32(bytes), 10);
    fields.writeUInt32LE(stated.compressedSize ?? data.length, 14);
    fields.writeUInt32LE(stated.size ?? bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), data]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), fields, more, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}
