import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { decodeFile } from "../../src/formats/raster/decodeFile.ts";
import { fileNotes, openInputs, readInputs, writePng, writeTiff } from "../../src/node.ts";
import { imageOf } from "../testFormat.ts";

vi.mock("../../src/formats/raster/decodeFile.ts", async (original) => {
  const module = await original<typeof import("../../src/formats/raster/decodeFile.ts")>();
  return { ...module, decodeFile: vi.fn(module.decodeFile) };
});

let folder: string;
const at = (...names: string[]): string => path.join(folder, ...names);
const decoded = () => vi.mocked(decodeFile).mock.calls.map(([file]) => path.basename(file));

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-inputs-"));
  await mkdir(at("b"));
  await writePng(
    at("a.png"),
    imageOf(4, 4, 3, (i) => i),
  );
  await writePng(
    at("b", "wide.png"),
    imageOf(4, 4, 1, (i) => 10 * i, 16),
  );
  await writeFile(at("broken.png"), "no image");
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  vi.mocked(decodeFile).mockClear();
});

test("every file of a folder is decoded once, whatever is read of it", async () => {
  const { files, measured, unreadable } = await readInputs(folder);
  expect(files.map(({ name, channels, pixelType }) => [name, channels, pixelType])).toEqual([
    ["a.png", 3, "uint8"],
    ["b/wide.png", 1, "uint16"],
  ]);
  expect(measured.map(({ pixelType, max }) => [pixelType, max])).toEqual([
    ["uint8", 47],
    ["uint16", 150],
  ]);
  expect(unreadable.length).toBe(1);
  const [first] = await Promise.all(files.map((file) => file.read()));
  expect(first!.image).toEqual(imageOf(4, 4, 3, (i) => i));
  await files[0]!.read();
  expect(decoded().sort()).toEqual(["a.png", "wide.png"]);
});

test("a released file, and one that does not fit into memory, is decoded again when it is read", async () => {
  const { files } = await readInputs(at("a.png"));
  await files[0]!.read();
  expect(decoded()).toEqual(["a.png"]);
  files[0]!.release();
  await files[0]!.read();
  await files[0]!.read();
  expect(decoded()).toEqual(["a.png", "a.png"]);
  const [small] = (await readInputs(at("a.png"), { cacheBytes: 10 })).files;
  await small!.read();
  expect(decoded()).toHaveLength(4);
});

test("files that are opened are decoded when they are needed", async () => {
  const [a, missing] = openInputs([at("a.png"), at("missing.png")]);
  expect(decoded()).toEqual([]);
  await a!.read();
  await a!.read();
  expect(decoded()).toEqual(["a.png"]);
  await expect(missing!.read()).rejects.toMatchObject({ name: "UnreadableImageError" });
});

test("refuses a place that does not exist, and a folder without images, by codes", async () => {
  await expect(readInputs(at("nowhere"))).rejects.toMatchObject({
    code: "ERR_MISSING_INPUT",
    path: at("nowhere"),
  });
  await mkdir(at("empty"));
  await expect(readInputs(at("empty"))).rejects.toMatchObject({
    name: "ImageFolderError",
    code: "ERR_NO_IMAGES",
  });
});

test("pixels that are not finite are noted; a file without others is skipped", async () => {
  const floats = (values: readonly number[]) => ({
    width: 3,
    height: 1,
    channels: 1,
    data: Float32Array.from(values),
  });
  await mkdir(at("floats"));
  await writeTiff(at("floats", "a.tif"), floats([1, Number.NaN, Infinity]));
  await writeTiff(at("floats", "b.tif"), floats([Number.NaN, Number.NaN, Infinity]));
  const huge = { ...floats([]), data: Float64Array.of(0, 1, -1e300) };
  await writeTiff(at("floats", "c.tif"), huge);
  const { files, unreadable } = await readInputs(at("floats"));
  expect(files.map(({ name, notes }) => [name, notes])).toEqual([
    ["a.tif", ["2 of the pixels read are NaN or infinite; training and results have finite values instead."]],
  ]);
  expect(fileNotes(files)).toEqual([
    {
      note: "2 of the pixels read are NaN or infinite; training and results have finite values instead.",
      count: 1,
      first: "a.tif",
    },
  ]);
  expect(unreadable.map(({ path: file, reason }) => [path.basename(file), reason])).toEqual([
    ["b.tif", "without a pixel that is a finite number"],
    ["c.tif", "with pixel values up to 1.00e+300"],
  ]);
});
