import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CellImage } from "@cellgen/data";
import { writeImage } from "@cellgen/data/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../src/program.ts";
import { testIo } from "../testIo.ts";

let root: string;
const at = (...names: string[]): string => path.join(root, ...names);
const home = process.cwd();
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-inspect-"));
  process.chdir(root);
});
afterAll(async () => {
  process.chdir(home);
  await rm(root, { recursive: true });
});

async function cellgen(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = testIo();
  const code = await run(argv, io);
  return { code, out: io.out(), err: io.err() };
}

/** Runs a command that `data inspect` has printed. */
const runPrinted = (out: string, title: string, ...more: string[]) => {
  const line = new RegExp(`^${title}: +.*?((?:data crop|train) .*)$`, "m").exec(out)?.[1];
  return cellgen(...(line ?? "").split(" "), ...more);
};

const SIDE = 140;
const field = (data: CellImage["data"]): CellImage => ({ width: SIDE, height: SIDE, channels: 1, data });
const pixels = Uint8Array.from({ length: SIDE ** 2 }, (_, i) => (i * 7) % 251);

async function writeField(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeImage(path.join(folder, "1.png"), field(pixels), { format: "png" });
}

const brief = ["--preset", "tiny", "--size", "16", "--steps", "1", "--sample-every", "0"];

test("data inspect proposes commands that run for images/ next to masks/", async () => {
  await writeField(at("plate", "images"));
  await mkdir(at("plate", "masks"));
  const mask = new Uint16Array(SIDE ** 2);
  for (let y = 60; y < 80; y++) mask.fill(5, y * SIDE + 60, y * SIDE + 85);
  await writeImage(at("plate", "masks", "1.png"), field(mask), { format: "png" });
  await writeImage(at("plate", "masks", "2.png"), field(mask), { format: "png" });
  const { out } = await cellgen("data", "inspect", "plate");
  expect(out).toContain("The images are fields, and all have masks in plate/masks: cut the cells first.");
  expect(await runPrinted(out, "Crop")).toMatchObject({ code: 0 });
  expect(await runPrinted(out, "Train", ...brief)).toMatchObject({ code: 0 });
  // Masks under other names belong to no field.
  await writeImage(at("plate", "images", "2x.png"), field(pixels), { format: "png" });
  const some = await cellgen("data", "inspect", "plate");
  expect(some.out).toContain("fields, and 1 of 2 have masks in plate/masks");
}, 120_000);

test("data inspect proposes commands that run for fields with boxes", async () => {
  await writeField(at("boxed"));
  // The tenth crop of class b would reach beyond the field.
  const row = (label: string, left: number) => `1.png,${label},${left},50,10,20`;
  const rows = Array.from({ length: 10 }, (_, i) => [row("a", 20 + 3 * i), row("b", 70 + 6.5 * i)]).flat();
  const header = "image,label,left,top,width,height";
  await writeFile(at("boxed", "boxes.csv"), [header, ...rows].join("\n"));
  const { out } = await cellgen("data", "inspect", "boxed");
  expect(out).toContain("The images are fields, and all have boxes in boxed: cut the cells first.");
  expect(out).not.toContain("--class-conditional");
  expect(await runPrinted(out, "Crop")).toMatchObject({
    code: 0,
    out: expect.not.stringContaining("--class-conditional"),
  });
  expect(await runPrinted(out, "Train", ...brief, "--force")).toMatchObject({ code: 0 });
}, 120_000);

test("data inspect names a missing index", async () => {
  const { err, code } = await cellgen("data", "inspect", "plate", "--index", "missing.csv");
  expect([code, err]).toEqual([
    2,
    expect.stringContaining("missing.csv cannot be used as an index: the file does"),
  ]);
});

test("data inspect describes a single file, and proposes a command that runs", async () => {
  await writeImage(at("stack.tif"), field(pixels.map((value) => value >> 1)), { format: "tiff" });
  const { out, code } = await cellgen("data", "inspect", "stack.tif", "--json", "stack.json");
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^file +.*stack\\.tif\\nimages +1 image, ${SIDE}x${SIDE}`, "m"));
  expect(await runPrinted(out, "Train", ...brief, "--force")).toMatchObject({ code: 0 });
  const png = await cellgen("data", "inspect", path.join("plate", "images", "1.png"));
  expect(png.out).toMatch(/^images +1 image/m);
  expect(await cellgen("data", "inspect", "stack.tif", "--out", "stack.tif", "--force")).toMatchObject({
    code: 2,
  });
}, 120_000);

test("data inspect proposes to train on the targets of pairs, by group if they differ in brightness", async () => {
  for (const [part, factor] of [
    ["source", 1],
    ["target", 4],
  ] as const) {
    await mkdir(at("pairs", part), { recursive: true });
    for (let i = 0; i < 24; i++) {
      const gain = factor * (i < 12 ? 1 : 40);
      const data = Uint16Array.from({ length: 48 ** 2 }, (_, k) => 100 + gain * ((k * (i + 3)) % 97));
      const image = { width: 48, height: 48, channels: 1, data };
      await writeImage(at("pairs", part, `${i}.png`), image, { format: "png" });
    }
  }
  const rows = Array.from({ length: 24 }, (_, i) => `${i}.png,${i < 12 ? "dim" : "bright"}`);
  await writeFile(at("pairs", "index.csv"), `file,group\n${rows.join("\n")}\n`);
  const { out } = await cellgen("data", "inspect", "pairs", "--out", "pairs.png");
  expect(out).toContain(
    "The subfolders source, target hold 24 pairs of images, not classes: train on the targets in target.",
  );
  expect(out).toMatch(/^Train: .*train --data pairs\/target --out runs\/cells --size 48 --range group$/m);
  expect(await runPrinted(out, "Train", ...brief, "--force")).toMatchObject({ code: 0 });
}, 120_000);
