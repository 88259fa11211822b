import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runOutput } from "../../../src/commands/train/runOutput.ts";
import { openOutputFolder } from "../../../src/output/outputFolder.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-run-output-"));
});
afterAll(() => rm(root, { recursive: true }));

test("a run may lie among other files, and a file of a name that it writes is not overwritten", async () => {
  await writeFile(path.join(root, "notes.txt"), "");
  await openOutputFolder({ ...runOutput, out: root, force: false });
  await mkdir(path.join(root, "unet"));
  await writeFile(path.join(root, "unet", "diffusion_pytorch_model.safetensors"), "");
  await expect(openOutputFolder({ ...runOutput, out: root, force: false })).rejects.toThrow(
    /unet\/diffusion_pytorch_model\.safetensors\)\. Resume it with --resume, replace it with --force, or choose another --out/,
  );
});
