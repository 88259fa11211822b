import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { filesOfSyntheticCells, writeSyntheticCells } from "../../src/node.ts";

test("filesOfSyntheticCells lists the cells of a folder and their masks, and no other file", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "cellgen-synthetic-"));
  try {
    await writeSyntheticCells(folder, { kind: "smear", count: 2, size: 16, seed: 0 });
    await writeFile(path.join(folder, "erythrocyte", "notes.png"), "");
    const cells = ["erythrocyte/cell-00000.png", "leukocyte/cell-00001.png"];
    expect((await filesOfSyntheticCells(folder)).sort()).toEqual([
      ...cells,
      ...cells.map((name) => `masks/${name}`),
    ]);
    expect(await filesOfSyntheticCells(path.join(folder, "missing"))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
