import { mkdir, readFile, rename, stat, truncate, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jpegWindowReader } from "../../../../src/formats/raster/jpeg/jpegWindowReader.ts";
import { synthesizeCell } from "../../../../src/index.ts";
import { temporaryFolder } from "../../../imageFiles.ts";

const side = 96;
let at: (name: string) => string;
let remove: () => Promise<void>;
beforeAll(async () => {
  const temporary = await temporaryFolder();
  remove = temporary.remove;
  at = (name) => path.join(temporary.folder, name);
});
afterAll(() => remove());

async function cellJpeg(index: number): Promise<Buffer> {
  const { image } = synthesizeCell("smear", { size: side, seed: 4, index });
  return await sharp(image.data, { raw: { width: side, height: side, channels: 3 } })
    .jpeg()
    .toBuffer();
}

/** Contents of equal length: bytes after the end of the image are ignored. */
async function cellsOfEqualLength(): Promise<[Buffer, Buffer]> {
  const cells = [await cellJpeg(0), await cellJpeg(1)] as const;
  const length = Math.max(...cells.map((cell) => cell.length));
  const [first, second] = cells.map((cell) => Buffer.concat([cell, Buffer.alloc(length - cell.length)]));
  return [first!, second!];
}

const windows = Array.from({ length: 12 }, (_, k) => ({
  left: (k * 29) % 60,
  top: (k * 41) % 70,
  width: 36,
  height: 26,
}));

async function expected(
  bytes: Buffer,
  { left, top, width, height }: (typeof windows)[0],
): Promise<Uint8Array> {
  return new Uint8Array(await sharp(bytes).extract({ left, top, width, height }).raw().toBuffer());
}

const limit = 1e8;

describe("jpegWindowReader", () => {
  it.each([
    ["all files", 2 ** 20],
    ["two files", 2500],
    ["no file", 0],
  ])("returns the pixels of libjpeg if the memory is enough for %s", async (_, indexBytes) => {
    const reader = jpegWindowReader({ indexBytes, minAgeMs: 0 });
    const cells = await Promise.all([0, 1, 2].map(cellJpeg));
    for (const [k, cell] of cells.entries()) await writeFile(at(`${k}.jpg`), cell);
    for (const window of windows) {
      for (const [k, cell] of cells.entries())
        expect(reader.read(at(`${k}.jpg`), [window], limit)![0]!.data).toEqual(await expected(cell, window));
    }
  });

  it("notices changed files of equal size", async () => {
    const [first, second] = await cellsOfEqualLength();
    const file = at("changed.jpg");
    await writeFile(file, first);
    const { atime, mtime } = await stat(file);
    const reader = jpegWindowReader({ minAgeMs: 0 });
    for (const window of windows)
      expect(reader.read(file, [window], limit)![0]!.data).toEqual(await expected(first, window));
    // The times of files have a resolution of some milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await writeFile(file, second);
    await utimes(file, atime, mtime);
    for (const window of windows)
      expect(reader.read(file, [window], limit)![0]!.data).toEqual(await expected(second, window));
    await writeFile(at("new.jpg"), first);
    await rename(at("new.jpg"), file);
    for (const window of windows)
      expect(reader.read(file, [window], limit)![0]!.data).toEqual(await expected(first, window));
  });

  it("notices a change right after a file was written, because it keeps nothing of young files", async () => {
    const [first, second] = await cellsOfEqualLength();
    const file = at("young.jpg");
    const reader = jpegWindowReader();
    for (const content of [first, second, first, second]) {
      await writeFile(file, content);
      for (const window of windows.slice(0, 3))
        expect(reader.read(file, [window], limit)![0]!.data).toEqual(await expected(content, window));
    }
  });

  it("returns undefined for damage in what is read for the first time, also after intact windows", async () => {
    const bytes = await cellJpeg(3);
    const file = at("damaged.jpg");
    const top = { left: 0, top: 0, width: side, height: 20 };
    const bottom = { left: 0, top: side - 20, width: side, height: 20 };
    await writeFile(file, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
    const reader = jpegWindowReader({ minAgeMs: 0 });
    for (let k = 0; k < 2; k++) {
      expect(reader.read(file, [top], limit)![0]!.data).toEqual(await expected(bytes, top));
      expect(reader.read(file, [bottom], limit)).toBeUndefined();
    }
    await writeFile(file, bytes);
    expect(reader.read(file, [bottom], limit)![0]!.data).toEqual(await expected(bytes, bottom));
    await truncate(file, Math.floor(bytes.length * 0.7));
    expect(reader.read(file, [bottom], limit)).toBeUndefined();
  });

  it("returns undefined for other files, windows outside the image and images above the limit, and throws if a file is missing", async () => {
    const file = at("kinds.jpg");
    const bytes = await cellJpeg(4);
    await writeFile(file, bytes);
    await writeFile(at("other.jpg"), "not a JPEG");
    await writeFile(at("empty.jpg"), "");
    await writeFile(at("progressive.jpg"), await sharp(bytes).jpeg({ progressive: true }).toBuffer());
    await mkdir(at("folder.jpg"));
    const reader = jpegWindowReader({ minAgeMs: 0 });
    const [window] = windows as [(typeof windows)[0]];
    for (let k = 0; k < 2; k++) {
      for (const name of ["other", "empty", "progressive", "folder"])
        expect(reader.read(at(`${name}.jpg`), [window], limit)).toBeUndefined();
      expect(reader.read(file, [window], limit)).toBeDefined();
      expect(reader.read(file, [{ ...window, left: side - 10 }], limit)).toBeUndefined();
      expect(reader.read(file, [window], side * side - 1)).toBeUndefined();
      expect(() => reader.read(at("missing.jpg"), [window], limit)).toThrow();
    }
    expect(await readFile(file)).toEqual(bytes);
  });
});
