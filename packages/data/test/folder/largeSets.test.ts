import { link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { decodeFile } from "../../src/formats/raster/decodeFile.ts";
import {
  dataFingerprint,
  folderBatches,
  folderSummary,
  type ImageFolder,
  imageDigests,
  inspectFolder,
  readInputs,
  scanImageFolder,
  withoutUnreadable,
} from "../../src/node.ts";
import { png, put, raw, temporaryFolder } from "../imageFiles.ts";

vi.mock("../../src/formats/raster/decodeFile.ts", async (original) => {
  const module = await original<typeof import("../../src/formats/raster/decodeFile.ts")>();
  return { ...module, decodeFile: vi.fn(module.decodeFile) };
});

const COUNT = 5200;
const decoded = (): number => vi.mocked(decodeFile).mock.calls.length;

describe("a set of more than 5,000 images", () => {
  let folder: string;
  let remove: () => Promise<void>;
  let first: ImageFolder;
  let decodedAtFirst: number;
  const at = (...names: string[]): string => path.join(folder, ...names);
  const nameOf = (index: number): string => `class${index % 2}/${String(index).padStart(5, "0")}.png`;

  beforeAll(async () => {
    ({ folder, remove } = await temporaryFolder());
    vi.stubEnv("XDG_CACHE_HOME", at("cache"));
    for (let base = 0; base < 40; base++) await put(at("base"), `${base}.png`, await png(raw(8, 8, 3, base)));
    for (const name of ["class0", "class1"]) await mkdir(at("cells", name), { recursive: true });
    for (let i = 0; i < COUNT; i++) await link(at("base", `${i % 40}.png`), at("cells", nameOf(i)));
    vi.mocked(decodeFile).mockClear();
    first = await scanImageFolder(at("cells"), { size: 8 });
    decodedAtFirst = decoded();
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await remove();
  });
  beforeEach(() => {
    vi.mocked(decodeFile).mockClear();
  });

  it("is listed by the headers of its files; only a sample is decoded", () => {
    expect(decodedAtFirst).toBe(2000);
    expect(first.files).toHaveLength(COUNT);
    expect(first).toMatchObject({
      classes: ["class0", "class1"],
      channels: 3,
      ranges: Array(3).fill([0, 255]),
    });
    expect(first.files[1]).toMatchObject({
      name: "class0/00002.png",
      width: 8,
      height: 8,
      channels: 3,
      label: 0,
    });
    expect(first.files.filter(({ digest, mean }) => digest !== undefined && mean !== undefined)).toHaveLength(
      2000,
    );
    expect(folderSummary(first)).toMatchObject({ count: COUNT, width: { min: 8, max: 8 } });
  });
  it("is the same the next time, without decoding or opening a file", async () => {
    expect(await readdir(at("cells", ".cellgen"))).toEqual(["images-index.json"]);
    const again = await scanImageFolder(at("cells"), { size: 8 });
    expect(decoded()).toBe(0);
    expect(again).toEqual(first);
    expect(dataFingerprint(again)).toBe(dataFingerprint(first));
  });
  it("notices a file of another size or time, and a damaged index", async () => {
    const unread = first.files.findIndex(({ digest }) => digest === undefined);
    const { path: file, name } = first.files[unread]!;
    const bytes = await readFile(file);
    await rm(file);
    await writeFile(file, await png(raw(9, 8, 3, 1)));
    const changed = await scanImageFolder(at("cells"), { size: 8 });
    expect(changed.files[unread]).toMatchObject({ name, width: 9 });
    expect(dataFingerprint(changed)).not.toBe(dataFingerprint(first));
    // The range was measured from other files, which did not change.
    expect(decoded()).toBe(0);
    await writeFile(file, bytes);
    await writeFile(at("cells", ".cellgen", "images-index.json"), "{");
    expect(await scanImageFolder(at("cells"), { size: 8 })).toEqual(first);
  });
  it("is indexed in the user's cache folder if it cannot be written to", async () => {
    await rm(at("cells", ".cellgen"), { recursive: true });
    await writeFile(at("cells", ".cellgen"), "a file in the way");
    await scanImageFolder(at("cells"));
    expect(await readdir(at("cache", "cellgen"))).toEqual([
      expect.stringMatching(/^images-index-[\da-f]{16}\.json$/),
    ]);
    vi.mocked(decodeFile).mockClear();
    await scanImageFolder(at("cells"));
    expect(decoded()).toBe(0);
    await rm(at("cells", ".cellgen"));
  });
  it("gives batches, whose images get their digests; a file that fails is replaced and named", async () => {
    const set = await scanImageFolder(at("cells"), { size: 8 });
    const unread = set.files.findIndex(({ digest }) => digest === undefined);
    const broken = set.files[unread]!;
    await rm(broken.path);
    await writeFile(broken.path, (await readFile(at("base", "0.png"))).subarray(0, 60));
    const few = { ...set, files: set.files.slice(unread, unread + 3) };
    const batches = folderBatches(few, { size: 8, batchSize: 6, seed: 0 });
    const { xStart, labels } = await batches.batch(0);
    expect([xStart.length, labels.length]).toEqual([6 * 8 * 8 * 3, 6]);
    await batches.close();
    expect(batches.skipped.map(({ path: file }) => file)).toEqual([broken.path]);
    const missing = few.files.slice(1).filter(({ digest }) => digest === undefined);
    expect([...batches.digests.keys()].sort()).toEqual(missing.map(({ name }) => name));
    const unreadable: string[] = [];
    const digests = await imageDigests(few.files, {
      onUnreadable: ({ path: file }) => unreadable.push(file),
    });
    expect(digests[0]).toBeUndefined();
    expect(unreadable).toEqual([broken.path]);
    for (const [name, digest] of batches.digests) {
      expect(digests[few.files.findIndex((file) => file.name === name)]).toBe(digest);
    }
    // So that a damaged image does not end the processing of the others.
    const inputs = await readInputs(at("cells"), { cacheBytes: 0 });
    expect([inputs.files.length, inputs.unreadable.map(({ path: file }) => file)]).toEqual([
      COUNT - 1,
      [broken.path],
    ]);
    // A pixel type that the sample lacks is measured, too.
    await put(
      at("cells"),
      "class1/99998.png",
      await png({ ...raw(1, 1, 1), width: 4, height: 4, data: new Uint16Array(16).fill(700) }),
    );
    const mixed = await scanImageFolder(at("cells"));
    expect(mixed.measured).toContainEqual(
      expect.objectContaining({ pixelType: "uint16", channels: 1, max: 700 }),
    );
    await rm(at("cells", "class1/99998.png"));
    // The inspection decodes every image.
    const inspection = await inspectFolder(few);
    expect(inspection.unreadable).toMatchObject([
      { path: broken.path, reason: expect.stringMatching("damaged") },
    ]);
    expect(inspection.formats).toEqual([{ format: "png", count: 2 }]);
    expect(inspection.compared).toBe(2);
    const { files, unreadable: all } = withoutUnreadable(few, inspection.unreadable);
    expect([files.length, all.map(({ path: file }) => file)]).toEqual([2, [broken.path]]);
  });
});
