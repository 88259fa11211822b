import { existsSync } from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { TRAINING_IMAGES_FILE } from "@cellgen/data/node";
import { modelFileNames, runFileNames } from "@cellgen/pipelines/node";

/**
 * Files of a training run, as absolute paths. The model is in the same folder, in Hugging Face's layout. `trainFolder` writes settings,
 * images, metrics, checkpoint and model; `writeRunReport` and `writeRunSamples` add the pictures and the report.
 */
export interface RunFolder {
  readonly path: string;
  /** All settings, JSON. */
  readonly settings: string;
  /** Names and digests of the training images, CSV. */
  readonly images: string;
  /** Record of each step, JSON Lines. */
  readonly metrics: string;
  /** Checkpoint to resume from. */
  readonly checkpoint: string;
  readonly samples: string;
  readonly denoising: string;
  readonly lossSvg: string;
  readonly lossPng: string;
  readonly report: string;
  /** Folder of the pictures written during training: step-000500.png … */
  readonly progress: string;
}

const names = {
  ...runFileNames,
  images: TRAINING_IMAGES_FILE,
  metrics: "metrics.jsonl",
  samples: "samples.png",
  denoising: "denoising.png",
  lossSvg: "loss.svg",
  lossPng: "loss.png",
  report: "report.html",
} as const;

const progressFolder = "samples";
const progressPicture = /^step-\d+\.png$/;

/** Return the file paths of the training run in a folder. The files need not exist. */
export function runFolder(folder: string): RunFolder {
  const root = path.resolve(folder);
  const files = Object.entries(names).map(([key, name]) => [key, path.join(root, name)]);
  return { path: root, ...Object.fromEntries(files), progress: path.join(root, progressFolder) } as RunFolder;
}

/**
 * List the files in a folder whose names match those of run files.
 *
 * @returns Names relative to the folder, with "/" as separator; [] if the folder does not exist.
 */
export async function filesOfRun(folder: string): Promise<string[]> {
  const found = [...Object.values(names), ...modelFileNames].filter((name) =>
    existsSync(path.join(folder, name)),
  );
  const pictures = await readdir(path.join(folder, progressFolder)).catch(() => []);
  for (const name of pictures) if (progressPicture.test(name)) found.push(`${progressFolder}/${name}`);
  return found;
}

/** Remove the files of a run, and subfolders that become empty. Other files stay. */
export async function removeRun(folder: string): Promise<void> {
  const files = await filesOfRun(folder);
  for (const name of files) await rm(path.join(folder, name), { force: true });
  const subfolders = new Set(files.map((name) => path.posix.dirname(name)).filter((name) => name !== "."));
  // rmdir fails on non-empty folders.
  for (const name of subfolders) await rmdir(path.join(folder, name)).catch(() => {});
}
