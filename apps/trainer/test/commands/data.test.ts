import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeNpz } from "@cellgen/data/node";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../src/program.ts";
import { testIo } from "../testIo.ts";

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
    err: expect.stringMatching(/already contains synthetic cells.*--force/),
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
    err: expect.stringMatching(/contains files other than synthetic cells \(neutrophil\/cell-00001.png\)/),
  });
  expect(await images()).toHaveLength(7);
});

test("data split keeps a quarter of each class aside, sources together, and copies the files byte for byte", async () => {
  const cells = path.join(root, "whole");
  await cellgen("data", "synth", "--kind", "smear", "--count", "24", "--size", "16", "--out", cells);
  await rm(path.join(cells, "masks"), { recursive: true });
  const names = (await readdir(cells, { recursive: true })).filter((name) => name.endsWith(".png")).sort();
  // Three images in a row, one of each class, are from one photograph.
  const rows = names.map((name) => `${name},photograph ${Math.floor(Number(/\d+/.exec(name)) / 3)}`);
  await writeFile(path.join(cells, "index.csv"), ["file,source_image", ...rows].join("\n"));
  const out = path.join(root, "split");
  const argv = ["data", "split", "--data", cells, "--out", out, "--seed", "1"];
  expect(await cellgen(...argv)).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /by source_image of index\.csv[\s\S]* --out runs\/split --class-conditional$/m,
    ),
  });
  const part = async (name: string) =>
    (await readdir(path.join(out, name), { recursive: true })).filter((file) => file.endsWith(".png")).sort();
  const [training, heldOut] = [await part("training"), await part("held-out")];
  expect([...training, ...heldOut].sort()).toEqual(names);
  expect(heldOut).toHaveLength(6);
  const source = (name: string) => rows.find((row) => row.startsWith(`${name},`))!.split(",")[1]!;
  const sources = new Set(heldOut.map(source));
  expect(sources.size).toBe(2);
  expect(training.some((name) => sources.has(source(name)))).toBe(false);
  for (const name of heldOut) {
    expect(await readFile(path.join(out, "held-out", name))).toEqual(await readFile(path.join(cells, name)));
  }
  // Both parts keep the labels and groups.
  for (const name of ["training", "held-out"]) {
    expect(await readFile(path.join(out, name, "index.csv"))).toEqual(
      await readFile(path.join(cells, "index.csv")),
    );
  }
  expect(await cellgen(...argv)).toMatchObject({ code: 2, err: expect.stringContaining("--force") });
  expect(await cellgen(...argv, "--seed", "2", "--force")).toMatchObject({ code: 0 });
  expect([...(await part("training")), ...(await part("held-out"))].sort()).toEqual(names);
  const inside = ["data", "split", "--data", cells, "--out", path.join(cells, "split")];
  expect(await cellgen(...inside)).toMatchObject({ code: 2, err: expect.stringContaining("is in --data") });
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
  expect(out).toMatch(/broken\.png cannot be read: not an image of a known format by its content\. Save it/);
  expect((await sharp(sheet).metadata()).format).toBe("png");
  // A second time, the report is printed again; only the picture needs --force.
  await writeFile(sheet, "kept");
  const again = await cellgen("data", "inspect", cells, "--out", sheet);
  expect(again).toMatchObject({ code: 0, err: "" });
  expect(again.out.split("\n").slice(0, -2)).toEqual(out.split("\n").slice(0, -2));
  expect(again.out).toContain(`Contact sheet: not written, because ${sheet} already exists.`);
  expect(await readFile(sheet, "utf8")).toBe("kept");
  expect(await cellgen("data", "inspect", cells, "--out", sheet, "--force")).toMatchObject({ code: 0, out });
  expect((await sharp(sheet).metadata()).format).toBe("png");
});

test("data inspect reports duplicates, white and blank images, proposes a command, and writes all of it as JSON", async () => {
  const cells = path.join(root, "findings");
  await cellgen("data", "synth", "--kind", "smear", "--count", "30", "--size", "40", "--out", cells);
  const white = path.join(cells, "leukocyte");
  const [first] = (await readdir(white)).filter((name) => name.endsWith(".png"));
  await copyFile(path.join(white, first!), path.join(white, "copy.png"));
  const raw = { width: 40, height: 40, channels: 3 } as const;
  await sharp(Buffer.alloc(40 * 40 * 3, 255), { raw })
    .png()
    .toFile(path.join(white, "white.png"));
  const json = path.join(root, "findings.json");
  const argv = ["data", "inspect", cells, "--out", path.join(root, "findings.png"), "--json", json];
  const { code, out } = await cellgen(...argv);
  expect(code).toBe(0);
  expect(out).toContain("formats     32 png");
  expect(out).toMatch(
    /equal +2 images in 1 group: leukocyte\/.*\.png = leukocyte\/copy\.png|equal +2 images in 1 group: leukocyte\/copy\.png = /,
  );
  expect(out).toMatch(/blank +1 image .*: leukocyte\/white\.png/);
  expect(out).toMatch(/saturated +.*leukocyte\/white\.png 100 %/);
  expect(out).toMatch(/Train: .* train --data .*findings --out runs\/cells --size 40 --class-conditional$/m);
  const found = JSON.parse(await readFile(json, "utf8"));
  expect(found).toMatchObject({ count: 32, blank: ["leukocyte/white.png"], compared: 32 });
  expect(found.duplicates).toHaveLength(1);
  // Three of color, and one of the white image, which counts as gray.
  expect(found.histograms).toHaveLength(4);
  expect(out).toContain(found.proposal.train);
  const again = await cellgen(...argv);
  expect(again.out).toContain(`JSON: not written, because ${json} already exists.`);
  expect(await cellgen(...argv, "--display", "blue")).toMatchObject({ code: 0 });
  expect(await cellgen(...argv, "--display", "mauve")).toMatchObject({ code: 2 });
});

test("data inspect and data split recognize a folder that holds a split, and notes of files", async () => {
  const cells = path.join(root, "parts");
  const data = Buffer.alloc(64 * 3, 90);
  const jpeg = await sharp(data, { raw: { width: 8, height: 8, channels: 3 } })
    .jpeg()
    .toBuffer();
  const surplus = Buffer.concat([jpeg.subarray(0, 2), Buffer.from("hello"), jpeg.subarray(2)]);
  for (const name of ["train/red/a.jpg", "train/white/b.jpg", "test/red/c.jpg"]) {
    await mkdir(path.dirname(path.join(cells, name)), { recursive: true });
    await writeFile(path.join(cells, name), name.startsWith("test") ? surplus : jpeg);
  }
  const { out } = await cellgen("data", "inspect", cells, "--out", path.join(root, "parts.png"));
  expect(out).toContain("split       by subfolder; for training: train (2 files); held out: test (1 file)");
  expect(out).toMatch(/classes +2: red 2, white 1/);
  expect(out).toContain(
    "note        test/red/c.jpg: Surplus bytes between its segments were skipped; its pixels are intact.",
  );
  expect(
    await cellgen("data", "split", "--data", cells, "--out", path.join(root, "parts-split")),
  ).toMatchObject({
    code: 2,
    err: expect.stringContaining(
      `holds a split already (for training: train; held out: test), which cellgen train and cellgen evaluate use. Give it to them without splitting. To divide a part, give its folder: --data ${path.join(cells, "train")}.`,
    ),
  });
});

test("data split names the remedy for a file that holds images of both parts", async () => {
  const file = path.join(root, "cells.npz");
  const images = Array.from({ length: 20 }, (_, i) => ({
    ...{ width: 4, height: 4, channels: 1 },
    data: Uint8Array.from({ length: 16 }, (_, k) => i * k),
  }));
  await writeNpz(file, images);
  expect(await cellgen("data", "split", "--data", file, "--out", path.join(root, "npz-split"))).toMatchObject(
    {
      code: 2,
      err: expect.stringMatching(
        /cells\.npz holds images of both parts, so it cannot be copied\. Save the parts as train_images and test_images of one \.npz file: cellgen train and cellgen evaluate use these parts\.$/m,
      ),
    },
  );
});

test("data split names the class that has too few images", async () => {
  const cells = path.join(root, "pairs");
  await cellgen("data", "synth", "--kind", "smear", "--count", "6", "--size", "16", "--out", cells);
  await rm(path.join(cells, "masks"), { recursive: true });
  expect(
    await cellgen("data", "split", "--data", cells, "--out", path.join(root, "pairs-split")),
  ).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /cannot be split: class \w+ has 2 images, none of them held out\. .*add images\./,
    ),
  });
});

test.each(["sheet.jpg", "sheet"])("data inspect does not write a PNG into %s", async (name) => {
  const sheet = path.join(root, name);
  expect(await cellgen("data", "inspect", root, "--out", sheet)).toEqual({
    code: 2,
    out: "",
    err: `cellgen: --out must be the name of a .png file, got ${JSON.stringify(sheet)}.\n`,
  });
  expect(existsSync(sheet)).toBe(false);
});

test.each([
  ["data inspect", ["data", "inspect", "/nowhere"], "DIR"],
  ["data split", ["data", "split", "--data", "/nowhere", "--out", "parts"], "--data"],
])("%s names the flag whose folder does not exist, in one line", async (_, argv, flag) => {
  const { code, err } = await cellgen(...argv);
  expect(err).toBe(
    `cellgen: ${flag} must be a folder of images, got /nowhere: it does not exist. Give the folder that holds the images.\n`,
  );
  expect(code).toBe(2);
});
