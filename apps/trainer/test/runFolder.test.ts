import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openOutputFolder } from "../src/output/outputFolder.ts";
import { hasRun, removeRun, runFolder, runOutput } from "../src/output/runFolder.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-folder-"));
});
afterEach(() => rm(root, { recursive: true }));

test("a folder has a run if its settings, metrics, checkpoint or model are there", async () => {
  const folder = runFolder(root);
  await writeFile(path.join(root, "notes.txt"), "");
  expect(await hasRun(folder)).toBe(false);
  await writeFile(folder.metrics, "");
  expect(await hasRun(folder)).toBe(true);
  expect(await hasRun(runFolder(path.join(root, "none")))).toBe(false);
});

test("a file of a name that a run writes is not overwritten, whoever wrote it", async () => {
  await mkdir(path.join(root, "unet"));
  await writeFile(path.join(root, "unet", "diffusion_pytorch_model.safetensors"), "");
  await expect(openOutputFolder({ ...runOutput, out: root, force: false })).rejects.toThrow(
    /unet\/diffusion_pytorch_model\.safetensors\)\. Resume it with --resume, replace it with --force, or choose another --out/,
  );
});

test("removing a run removes its own files and the folders that this empties, and nothing else", async () => {
  for (const name of [
    "unet/config.json",
    "unet_ema/mine.txt",
    "unet_ema/config.json",
    "samples/step-000500.png",
  ]) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), "");
  }
  for (const name of ["train.json", "metrics.jsonl", "notes.txt", "samples.png"])
    await writeFile(path.join(root, name), "");
  await removeRun(runFolder(root));
  expect((await readdir(root, { recursive: true })).sort()).toEqual([
    "notes.txt",
    "unet_ema",
    "unet_ema/mine.txt",
  ]);
});
