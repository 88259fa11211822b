import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ImageFile, splitFiles } from "../../src/node.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-split-"));
});
afterAll(() => rm(folder, { recursive: true }));

const fileOf = (name: string, label: number): ImageFile => ({ name, label }) as ImageFile;

/** Divides files of which index.csv tells the sources. */
async function split(files: readonly (readonly [file: ImageFile, source: string])[], seed: number) {
  const rows = files.flatMap(([{ name }, source]) =>
    source === undefined ? [] : [`"${name}",x,"${source}"`],
  );
  await writeFile(path.join(folder, "index.csv"), ["file,class,source_image", ...rows].join("\r\n"));
  const result = await splitFiles(
    folder,
    files.map(([file]) => file),
    seed,
  );
  const sourceOf = new Map(files);
  const sources = (some: readonly ImageFile[]): Set<string> =>
    new Set(some.flatMap((file) => sourceOf.get(file) ?? []));
  const shared = [...sources(result.training)].filter((source) => sources(result.heldOut).has(source));
  return { ...result, shared };
}

/** One class, so many images of each source. */
const ofSizes = (sizes: readonly number[]): [ImageFile, string][] =>
  sizes.flatMap((size, source) =>
    Array.from({ length: size }, (_, i): [ImageFile, string] => [
      fileOf(`a/${source}-${i}.png`, 0),
      `plate ${source}, "left"`.replaceAll('"', '""'),
    ]),
  );

test("splitFiles keeps a quarter of each class aside, the same for one seed, another for another", async () => {
  const all = Array.from({ length: 120 }, (_, i) => fileOf(`${i}.png`, i % 3));
  const none = path.join(folder, "no-index");
  const { training, heldOut, column } = await splitFiles(none, all, 0);
  expect(column).toBeUndefined();
  expect([0, 1, 2].map((label) => heldOut.filter((file) => file.label === label).length)).toEqual([
    10, 10, 10,
  ]);
  expect(new Set([...training, ...heldOut]).size).toBe(120);
  expect((await splitFiles(none, all, 0)).heldOut).toEqual(heldOut);
  expect((await splitFiles(none, all, 1)).heldOut).not.toEqual(heldOut);
  // Which ones is for good: a model that was trained on the others is evaluated by them.
  expect(heldOut.slice(0, 6).map(({ name }) => name)).toEqual([
    "0.png",
    "1.png",
    "2.png",
    "7.png",
    "10.png",
    "12.png",
  ]);
});

test("splitFiles keeps what index.csv says is of one source on one side, about a quarter of each class", async () => {
  const all = Array.from({ length: 120 }, (_, i): [ImageFile, string] => [
    fileOf(`${i}.png`, i % 3),
    `photograph ${Math.floor(i / 6)}`,
  ]);
  for (let seed = 0; seed < 4; seed++) {
    const { heldOut, shared, column } = await split(all, seed);
    expect(shared).toEqual([]);
    expect(heldOut).toHaveLength(30);
    expect(column).toBe("source_image");
  }
});

test("splitFiles takes no source that leads away from a quarter", async () => {
  for (let seed = 0; seed < 6; seed++) {
    const large = await split(ofSizes([300, 20, 20, 20, 20, 20]), seed);
    expect([large.training.length, large.heldOut.length, large.shared]).toEqual([300, 100, []]);
    expect((await split(ofSizes([50, 50, 50, 50]), seed)).heldOut).toHaveLength(50);
  }
});

test("splitFiles refuses sources of which none can be held out", async () => {
  const error = (count: number) =>
    expect.objectContaining({ code: "ERR_SOURCES_TOO_LARGE", path: folder, column: "source_image", count });
  await expect(split(ofSizes([100]), 0)).rejects.toThrow(error(1));
  await expect(split(ofSizes([200, 200]), 0)).rejects.toThrow(error(2));
  expect(await split(ofSizes([]), 0)).toMatchObject({ training: [], heldOut: [] });
});
