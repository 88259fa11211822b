import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type CellKind, synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { expect } from "vitest";
import { type TrainFolderOptions, trainFolder } from "../src/node.ts";

/** Writes synthetic cells of 16x16 pixels, each class in a subfolder of its own. */
export async function writeCells(folder: string, count: number, kind: CellKind = "smear"): Promise<void> {
  for (let index = 0; index < count; index++) {
    const { image, label } = synthesizeCell(kind, { size: 16, seed: 0, index });
    const file = path.join(folder, `class-${label}`, `cell-${index}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await writePng(file, image);
  }
}

/** Settings of a short training. */
export const brief = {
  preset: "tiny",
  size: 16,
  batch: 2,
  steps: 8,
  classConditional: true,
  threads: 1,
} as const satisfies Partial<TrainFolderOptions>;

/** Starts a training run, and interrupts it after a step. */
export async function interruptRun(data: string, step: number, options: TrainFolderOptions): Promise<void> {
  const controller = new AbortController();
  const run = trainFolder(data, {
    ...options,
    signal: controller.signal,
    onProgress: (progress) => void (progress.step === step && controller.abort(new Error("enough"))),
  });
  await expect(run).rejects.toThrow("enough");
}

/** What a run's numbers are in. */
export const weightFiles = [
  "unet/diffusion_pytorch_model.safetensors",
  "unet_ema/diffusion_pytorch_model.safetensors",
  "checkpoint.safetensors",
];

export function digests(folder: string): Promise<string[]> {
  return Promise.all(
    weightFiles.map(async (name) =>
      createHash("sha256")
        .update(await readFile(path.join(folder, name)))
        .digest("hex"),
    ),
  );
}
