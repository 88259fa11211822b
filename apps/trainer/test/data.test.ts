import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../src/program.ts";
import { testIo } from "./testIo.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-data-"));
});
afterAll(() => rm(root, { recursive: true }));

async function cellgen(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = testIo();
  const code = await run(argv, io);
  return { code, out: io.out(), err: io.err() };
}

test("data synth writes classes and masks, and refuses a folder in use unless forced", async () => {
  const cells = path.join(root, "cells");
  const argv = ["data", "synth", "--kind", "smear", "--count", "7", "--size", "24", "--out", cells];
  expect(await cellgen(...argv)).toMatchObject({ code: 0 });
  const files = (await readdir(cells, { recursive: true })).filter((name) => name.endsWith(".png")).sort();
  expect(files).toHaveLength(14);
  expect(files).toContain(path.join("masks", "platelet", "cell-00002.png"));
  const image = await sharp(path.join(cells, "platelet", "cell-00002.png")).metadata();
  expect([image.width, image.channels]).toEqual([24, 3]);
  expect(await cellgen(...argv)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/holds synthetic cells already.*--force/),
  });
  await writeFile(path.join(cells, ".DS_Store"), "");
  expect(await cellgen(...argv, "--count", "3", "--force")).toMatchObject({ code: 0 });
  const images = async () =>
    (await readdir(cells, { recursive: true })).filter((name) => name.endsWith(".png"));
  expect(await images()).toHaveLength(6);
  await mkdir(path.join(cells, "neutrophil"));
  await writeFile(path.join(cells, "neutrophil", "cell-00001.png"), "");
  expect(await cellgen(...argv, "--force")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/holds other files than synthetic cells \(neutrophil\/cell-00001.png\)/),
  });
  expect(await images()).toHaveLength(7);
});

test("data inspect counts what it finds, names broken files and draws a sheet", async () => {
  const cells = path.join(root, "inspected");
  await cellgen("data", "synth", "--kind", "fluorescence", "--count", "6", "--size", "20", "--out", cells);
  await writeFile(path.join(cells, "mitotic", "broken.png"), "no image");
  const sheet = path.join(root, "sheet.png");
  const { code, out } = await cellgen("data", "inspect", cells, "--out", sheet);
  expect(code).toBe(0);
  expect(out).toMatch(/images\s+6/);
  expect(out).toMatch(/mitotic\s+2/);
  expect(out).toMatch(/20x20\s+6/);
  expect(out).toMatch(/broken.png: /);
  expect((await sharp(sheet).metadata()).format).toBe("png");
  expect(await cellgen("data", "inspect", cells, "--out", sheet)).toMatchObject({ code: 2 });
});
