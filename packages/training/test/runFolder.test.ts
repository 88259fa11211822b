import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { filesOfRun, removeRun, runFolder } from "../src/run/runFolder.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-folder-"));
});
afterEach(() => rm(root, { recursive: true }));

test("a folder has a run if its settings, metrics, checkpoint or model are there", async () => {
  await writeFile(path.join(root, "notes.txt"), "");
  expect(await filesOfRun(root)).toEqual([]);
  await writeFile(runFolder(root).metrics, "");
  await mkdir(path.join(root, "unet"));
  await writeFile(path.join(root, "unet", "diffusion_pytorch_model.safetensors"), "");
  expect(await filesOfRun(root)).toEqual(["metrics.jsonl", "unet/diffusion_pytorch_model.safetensors"]);
  expect(await filesOfRun(path.join(root, "none"))).toEqual([]);
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
  await removeRun(root);
  expect((await readdir(root, { recursive: true })).sort()).toEqual([
    "notes.txt",
    "unet_ema",
    "unet_ema/mine.txt",
  ]);
});
