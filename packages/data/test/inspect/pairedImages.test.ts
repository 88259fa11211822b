import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { pairedImages } from "../../src/node.ts";
import { temporaryFolder } from "../imageFiles.ts";

const filesOf = (...folders: string[]) => ({
  path: "/nowhere",
  files: folders.flatMap((folder) =>
    [1, 2, 3].map((k) => ({ file: `${folder}/${k}.png`, name: `${folder}/${k}.png` })),
  ) as never,
});

test("pairedImages finds subfolders of sources and targets with the same names", async () => {
  expect(await pairedImages(filesOf("source", "target"))).toMatchObject({
    target: "target",
    others: ["source"],
    pairs: 3,
  });
  expect(
    await pairedImages(filesOf("a/noisy", "a/clean", "a/clean-matched", "b/Noisy", "b/GT")),
  ).toMatchObject({
    target: "a/clean-matched",
    others: ["clean", "noisy"],
  });
});

test("pairedImages does not take classes with numbered files for pairs", async () => {
  expect(await pairedImages(filesOf("red", "white"))).toBeUndefined();
  // Targets without sources, and pairs that are a part of the set only.
  expect(await pairedImages(filesOf("target", "clean"))).toBeUndefined();
  expect(await pairedImages(filesOf("source", "target", "red", "white"))).toBeUndefined();
  const { files } = filesOf("source");
  const others = { file: "target/9.png", name: "target/9.png" };
  expect(await pairedImages({ path: "/nowhere", files: [...files, others] as never })).toBeUndefined();
});

test("pairedImages finds the pairs of an index, whose targets have a subfolder of their own", async () => {
  const { folder, remove } = await temporaryFolder();
  const { files } = filesOf("phase", "dapi");
  const rows = (target: string) => [1, 2, 3].map((k) => `phase/${k}.png,${target}/${k}.png`).join("\n");
  const write = (text: string) => writeFile(path.join(folder, "index.csv"), text);
  await write(`source,target\n${rows("dapi")}\n`);
  const set = { path: folder, files };
  expect(await pairedImages(set)).toEqual({ target: "dapi", others: ["phase"], pairs: 3 });
  await write(`source,target\n${rows("phase")}\n`);
  expect(await pairedImages(set)).toBeUndefined();
  await write(`phase,dapi\n${rows("dapi")}\n`);
  expect(await pairedImages(set)).toBeUndefined();
  await remove();
});
