import { access, mkdir, readdir, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { shownPath } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";

/** The files that a run leaves, by what they are for. All paths are absolute. */
export interface RunFolder {
  readonly path: string;
  readonly settings: string;
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

/** Whether there is a run in the folder, finished or not: its settings, its metrics, a checkpoint or a model. */
export async function hasRun(folder: RunFolder): Promise<boolean> {
  const traces = [
    folder.settings,
    folder.metrics,
    folder.checkpoint,
    path.join(folder.path, "model_index.json"),
  ];
  return (await Promise.all(traces.map(exists))).some(Boolean);
}

/** @throws UsageError if there is a run in the folder. */
export async function refuseExistingRun(folder: RunFolder): Promise<void> {
  if (!(await hasRun(folder))) return;
  throw new UsageError(
    `${shownPath(folder.path)} holds a run already. Go on with it by --resume, remove it by --force, or choose another --out.`,
  );
}

/** Makes the folder and those above it. */
export async function makeRunFolder(folder: RunFolder): Promise<void> {
  await mkdir(folder.path, { recursive: true });
}

/** What a run writes, and nothing else: a folder is removed only if that leaves it empty. */
const runFiles = [
  /^(model_index|cellgen|train)\.json$/,
  /^metrics\.jsonl$/,
  /^checkpoint\.safetensors$/,
  /^(samples|denoising|loss)\.png$/,
  /^loss\.svg$/,
  /^report\.html$/,
  /^samples\/step-\d+\.png$/,
  /^(unet|unet_ema)\/(config\.json|diffusion_pytorch_model\.safetensors)$/,
  /^scheduler\/scheduler_config\.json$/,
];

/** Removes a run's own files from its folder; what else lies there stays. */
export async function removeRun(folder: RunFolder): Promise<void> {
  await removeMatching(folder.path, (name) => runFiles.some((pattern) => pattern.test(name)));
}

/**
 * Removes the files below a folder whose name (with "/" between parts) matches, and the subfolders that this empties.
 */
export async function removeMatching(root: string, matches: (name: string) => boolean): Promise<void> {
  const folders = new Set<string>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) continue;
    const file = path.join(entry.parentPath, entry.name);
    if (!matches(path.relative(root, file).split(path.sep).join("/"))) continue;
    await rm(file, { force: true });
    for (let above = path.dirname(file); above !== root; above = path.dirname(above)) folders.add(above);
  }
  // The deepest first; one that still holds something refuses to go.
  for (const name of [...folders].sort((a, b) => b.length - a.length)) await rmdir(name).catch(() => {});
}

export async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
