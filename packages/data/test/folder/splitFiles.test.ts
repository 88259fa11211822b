import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  fileGroups,
  type ImageFile,
  type SplitOptions,
  scanImageFolder,
  splitFiles,
} from "../../src/node.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-split-"));
});
afterAll(() => rm(folder, { recursive: true }));

const fileOf = (name: string, label = 0): ImageFile => ({ name, label }) as ImageFile;
const namesOf = (files: readonly ImageFile[]): string[] => files.map(({ name }) => name);
const numbered = (count: number): ImageFile[] =>
  Array.from({ length: count }, (_, i) => fileOf(`${i}.png`, i % 3));

/** Divides files by the rows of an index.csv. */
async function splitBy(
  index: readonly (readonly string[])[],
  files: readonly ImageFile[],
  options?: SplitOptions,
) {
  const cells = index.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
  await writeFile(path.join(folder, "index.csv"), cells.join("\r\n"));
  return await splitFiles(folder, files, options);
}

test("splitFiles holds out about a quarter of each class, by a hash of the seed and the name", async () => {
  const all = numbered(1200);
  const none = path.join(folder, "no-index");
  const { training, heldOut, grouping, description } = await splitFiles(none, all);
  expect(grouping).toEqual({ by: "file" });
  expect(description).toBe("about a quarter held out by the seed, each file separately");
  for (const label of [0, 1, 2]) {
    // Four standard deviations of a binomial distribution.
    expect(Math.abs(heldOut.filter((file) => file.label === label).length - 100)).toBeLessThan(35);
  }
  expect(new Set([...training, ...heldOut]).size).toBe(1200);
  expect((await splitFiles(none, all)).heldOut).toEqual(heldOut);
  expect((await splitFiles(none, all, { seed: 1 })).heldOut).not.toEqual(heldOut);
  // Pinned: a model that was trained on the others is evaluated by them. The hash replaced a permutation, whose list changed when files
  // were added.
  expect(namesOf(heldOut).slice(0, 6)).toEqual(["0.png", "2.png", "5.png", "6.png", "7.png", "12.png"]);
});

test("a file stays in its part when files are added or converted to another format", async () => {
  const none = path.join(folder, "no-index");
  const few = await splitFiles(none, numbered(60));
  const more = await splitFiles(none, [
    ...numbered(60),
    ...Array.from({ length: 90 }, (_, i) => fileOf(`x${i}.png`)),
  ]);
  expect(namesOf(more.heldOut).filter((name) => !name.startsWith("x"))).toEqual(namesOf(few.heldOut));
  const tiff = await splitFiles(
    none,
    numbered(60).map(({ name, label }) => fileOf(name.replace("png", "ome.tif"), label)),
  );
  expect(namesOf(tiff.heldOut).map((name) => name.replace("ome.tif", "png"))).toEqual(namesOf(few.heldOut));
});

test("images of one group stay together, by the first known column in the order of preference", async () => {
  const all = numbered(240);
  const rows = all.map(({ name }, i) => [
    name,
    `photo ${i}.jpg`,
    `p${i >> 2}`,
    `slide "${i >> 3}", left`,
    `${i}`,
  ]);
  const split = await splitBy([["file", "source_image", "patient", "slide", "source"], ...rows], all);
  expect(split.grouping).toEqual({ by: "column", column: "slide" });
  expect(split.description).toContain("by slide of index.csv");
  const slide = (file: ImageFile): number => Number.parseInt(file.name, 10) >> 3;
  const heldOut = new Set(split.heldOut.map(slide));
  expect(heldOut.size).toBeGreaterThan(2);
  expect(split.training.some((file) => heldOut.has(slide(file)))).toBe(false);
  expect(
    (
      await splitBy(
        [
          ["file", "source_file"],
          ["0.png", "a"],
        ],
        all,
      )
    ).grouping,
  ).toEqual({ by: "file" });
  expect((await splitFiles(folder, all, { group: "source_file" })).ungrouped).toBe(239);
});

test.each(["path,label,patient", "File;Label;Patient", "file\tlabel\tPATIENT"])(
  "groups are found in an index with the columns %j",
  async (header) => {
    const separator = /[,;\t]/.exec(header)![0];
    const all = numbered(40);
    const rows = all.map(({ name }, i) => [name, "a", `p${i >> 2}`].join(separator));
    await writeFile(path.join(folder, "index.csv"), [header, ...rows].join("\n"));
    const column = header.split(separator)[2]!;
    expect((await splitFiles(folder, all)).grouping).toEqual({ by: "column", column });
    expect((await splitFiles(folder, all, { group: "patient" })).grouping).toEqual({ by: "column", column });
  },
);

test("the group's name has no extension, so that it stays when the photographs are converted", async () => {
  const of = async (extension: string) => {
    const rows = Array.from({ length: 40 }, (_, i) => [`${i}.png`, `photo ${i >> 1}${extension}`]);
    return namesOf(
      (
        await splitBy(
          [["file", "source_image"], ...rows],
          rows.map(([name]) => fileOf(name!)),
        )
      ).heldOut,
    );
  };
  expect(await of(".jpg")).toEqual(await of(".tif"));
  expect(await of(".jpg")).toEqual(await of(""));
});

test.each([
  ["*_cell", "field1"],
  ["field*_", "1"],
  ["^(field\\d+)_", "field1"],
  ["field1_cell*", "7"],
])("a pattern %s of file names gives the group %s", async (group, name) => {
  const groups = await fileGroups(path.join(folder, "no-index"), [fileOf("a/field1_cell7.png")], group);
  expect(groups.of(fileOf("a/field1_cell7.png"))).toBe(`group ${name}`);
  expect(groups.of(fileOf("a/other.png"))).toBe("file a/other");
});

test.each(["slide", "(a)(b)", "(", "x*", "**"])("the group %s is refused with a reason", async (group) => {
  const none = path.join(folder, "no-index");
  await expect(fileGroups(none, [fileOf("a.png")], group)).rejects.toThrow(
    expect.objectContaining({ code: "ERR_NO_GROUPS" }),
  );
});

test("splitFiles refuses classes without a group in a part, with a seed that works", async () => {
  const two = [fileOf("a/1.png", 0), ...Array.from({ length: 30 }, (_, i) => fileOf(`b/${i}.png`, 1))];
  const error = (fields: object) => expect.objectContaining({ code: "ERR_EMPTY_SPLIT", ...fields });
  const none = path.join(folder, "no-index");
  const options = { classes: ["rare", "common"] };
  await expect(splitFiles(none, two, options)).rejects.toThrow(
    error({ className: "rare", groups: 1, workingSeed: undefined }),
  );
  expect(await splitFiles(none, two, { ...options, everyClass: false })).toMatchObject({ ungrouped: 0 });
  await expect(splitFiles(none, [fileOf("a.png")])).rejects.toThrow(
    error({ className: undefined, groups: 1 }),
  );
  const few = ["a/1.png", "a/2.png", "b/1.png", "b/2.png"].map((name, i) => fileOf(name, i >> 1));
  const failed = await splitFiles(none, few, options).catch((thrown: unknown) => thrown);
  expect(failed).toEqual(error({ workingSeed: expect.any(Number) }));
  const { workingSeed } = failed as { workingSeed: number };
  const split = await splitFiles(none, few, { ...options, seed: workingSeed });
  expect([split.training.length, split.heldOut.length]).toEqual([2, 2]);
  expect(await splitFiles(none, [])).toMatchObject({ training: [], heldOut: [] });
});

const REAL = fileURLToPath(new URL("../../../../../shared/cells/", import.meta.url));

test.skipIf(!existsSync(REAL)).each([
  ["paired", "group"],
  ["malaria", "slide"],
  ["smear", "source_image"],
])("%s is grouped by %s", async (name, column) => {
  const { files } = await scanImageFolder(path.join(REAL, name));
  const groups = await fileGroups(path.join(REAL, name), files);
  expect(groups).toMatchObject({ grouping: { by: "column", column }, ungrouped: 0 });
});

test("an index may name the files of several folders, and lie above them", async () => {
  const pairs = numbered(40).flatMap(({ name }) => [fileOf(`source/${name}`), fileOf(`target/${name}`)]);
  const rows = numbered(40).map(({ name }, i) => [name, `field ${i >> 2}`]);
  const split = await splitBy([["file", "group"], ...rows], pairs);
  expect(split).toMatchObject({ grouping: { by: "column", column: "group" }, ungrouped: 0 });
  const heldOut = namesOf(split.heldOut).map((name) => path.posix.basename(name));
  expect(new Set(heldOut).size).toBe(heldOut.length / 2);
  const alone = await splitFiles(path.join(folder, "source"), numbered(40));
  expect(namesOf(alone.heldOut).map((name) => `source/${name}`)).toEqual(
    namesOf(split.heldOut).filter((name) => name.startsWith("source")),
  );
  expect(alone.index).toBe(path.join(folder, "index.csv"));
  expect(alone.description).toBe("about a quarter held out by the seed, by group of ../index.csv");
  // An index above that lacks a file is another one's.
  const others = [...numbered(40), fileOf("other.png")];
  expect((await splitFiles(path.join(folder, "source"), others)).grouping).toEqual({ by: "file" });
  // An index that describes none of the files has no groups for them.
  const strangers = Array.from({ length: 40 }, (_, i) => fileOf(`x${i}.png`));
  expect(await splitFiles(folder, strangers)).toMatchObject({ grouping: { by: "file" }, ungrouped: 0 });
  await expect(splitFiles(folder, strangers, { group: "group" })).rejects.toThrow(
    "must be a column of index.csv with values for the images, got group, which has none.",
  );
});
