import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { CELL_CLASSES, synthesizeCell } from "../src/index.ts";
import { readImage, writeSyntheticCells } from "../src/node.ts";

const folder = await mkdtemp(path.join(tmpdir(), "cellgen-synthetic-"));
afterAll(() => rm(folder, { recursive: true }));

it("writeSyntheticCells writes the classes in turn, with their masks, pixel for pixel", async () => {
  const done: number[] = [];
  const given = { kind: "smear", count: 4, size: 16, seed: 3 } as const;
  await writeSyntheticCells(folder, { ...given, onProgress: (images) => done.push(images) });
  expect(done).toEqual([1, 2, 3, 4]);
  const [first, second] = CELL_CLASSES.smear;
  expect(await readdir(path.join(folder, first))).toEqual(["cell-00000.png", "cell-00003.png"]);
  const name = path.join(second, "cell-00001.png");
  const { image } = synthesizeCell("smear", { size: 16, seed: 3, index: 1 });
  expect((await readImage(path.join(folder, name))).data).toEqual(image.data);
  expect((await readImage(path.join(folder, "masks", name))).width).toBe(16);
});

it("writeSyntheticCells writes no masks where none are wanted", async () => {
  const out = path.join(folder, "plain");
  await writeSyntheticCells(out, { kind: "spp", count: 1, size: 16, seed: 0, masks: false });
  expect(await readdir(out)).not.toContain("masks");
});
