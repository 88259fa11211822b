import { access, mkdir } from "node:fs/promises";
import path from "node:path";
import { TRAINING_IMAGES } from "../commands/train/trainingImages.ts";
import type { OutputRules } from "./outputFolder.ts";
import { listOwnFiles, type OwnFiles, removeOwnFiles } from "./ownFiles.ts";

/** The files that a run leaves, by what they are for. All paths are absolute. */
export interface RunFolder {
  readonly path: string;
  readonly settings: string;
  /** The names and digests of the images. */
  readonly images: string;
  readonly metrics: string;
  readonly checkpoint: string;
  readonly samples: string;
  readonly denoising: string;
  readonly lossSvg: string;
  readonly lossPng: string;
  readonly report: string;
  /** Folder of the pictures made during training. */
  readonly progress: string;
}

export function runFolder(folder: string): RunFolder {
  const root = path.resolve(folder);
  const inside = (name: string): string => path.join(root, name);
  return {
    path: root,
    settings: inside("train.json"),
    images: inside(TRAINING_IMAGES),
    metrics: inside("metrics.jsonl"),
    checkpoint: inside("checkpoint.safetensors"),
    samples: inside("samples.png"),
    denoising: inside("denoising.png"),
    lossSvg: inside("loss.svg"),
    lossPng: inside("loss.png"),
    report: inside("report.html"),
    progress: inside("samples"),
  };
}

/** What a run writes, and nothing else. */
const runFiles: OwnFiles = {
  folders: ["", "samples", "unet", "unet_ema", "scheduler"],
  pattern: new RegExp(
    [
      /(model_index|cellgen|train)\.json/,
      /images\.csv|metrics\.jsonl|checkpoint\.safetensors|report\.html|loss\.svg/,
      /(samples|denoising|loss)\.png/,
      /samples\/step-\d+\.png/,
      /(unet|unet_ema)\/(config\.json|diffusion_pytorch_model\.safetensors)/,
      /scheduler\/scheduler_config\.json/,
    ]
      .map(({ source }) => `^(${source})$`)
      .join("|"),
  ),
};

/** A run in an output folder, which may hold other files too. */
export const runOutput = {
  command: "train",
  contents: "a run",
  own: runFiles,
  amongOthers: true,
  remedy: "Resume it with --resume, replace it with --force",
} as const satisfies OutputRules;

/** Whether there is a run in the folder, finished or not, or a file of a name that a run writes. */
export async function hasRun(folder: RunFolder): Promise<boolean> {
  return (await listOwnFiles(folder.path, runFiles)).length > 0;
}

/** Makes the folder and those above it. */
export async function makeRunFolder(folder: RunFolder): Promise<void> {
  await mkdir(folder.path, { recursive: true });
}

/** Removes a run's own files from its folder; what else lies there stays. */
export async function removeRun(folder: RunFolder): Promise<void> {
  await removeOwnFiles(folder.path, runFiles);
}

export async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
