import { createHash } from "node:crypto";
import { access, constants, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Engine } from "@cellgen/engine";
import type { ImageSet } from "../measures/imageSet.ts";
import { type LearnedNetwork, loadNetwork } from "../networks/loadNetwork.ts";
import { readNetwork, writeNetwork } from "../networks/networkFile.ts";
import type { NetworkKind } from "../networks/networkWeights.ts";
import { BATCH, trainClassifier } from "../networks/trainClassifier.ts";
import { trainContrastive } from "../networks/trainContrastive.ts";
import type { NetworkTrainingOptions } from "../networks/trainNetwork.ts";

/** Increment when the code or the training settings change, so that older networks are not reused. */
const RECIPE = 1;

/** Subfolder for stored networks. */
const FOLDER = ".cellgen";

export interface NetworkRequest {
  /** Real images. */
  readonly training: ImageSet;
  /** Number of classes; 0 = train the network without classes. */
  readonly classes: number;
  /** Folder of the images, in which networks are stored. */
  readonly data: string;
  /** Alternative folder if `data` is not writable. */
  readonly keepIn: string | undefined;
  readonly engine: Engine;
  readonly seed: number;
  readonly epochs: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: NonNullable<NetworkTrainingOptions["onProgress"]>;
}

/** Trained network and its file. Dispose of the network after use. */
export interface KeptNetwork {
  readonly network: LearnedNetwork;
  /** Path of the stored network; undefined if it could not be stored. */
  readonly file: string | undefined;
  /** Whether the network was newly trained. */
  readonly isNew: boolean;
}

/** Read the network trained earlier on the same images, or train and store it. */
export async function keptNetwork(request: NetworkRequest): Promise<KeptNetwork> {
  const { training, classes, data, keepIn, engine, seed } = request;
  const { height, width, channels } = training;
  const kind: NetworkKind = classes > 0 ? "classifier" : "contrastive";
  const size = `${width}x${height}x${channels}`;
  const name = `${["learnt", kind, size, digestOf(training), `seed${seed}`, `recipe${RECIPE}`].join("-")}.safetensors`;
  const places = [data, keepIn]
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, FOLDER, name));
  for (const file of places) {
    const weights = await readNetwork(file).catch(() => undefined);
    if (weights?.kind !== kind || weights.classes !== classes) continue;
    return { network: await loadNetwork(weights, engine), file, isNew: false };
  }
  const network = await trainNetwork(request);
  return { network, file: await keep(network, places), isNew: true };
}

async function trainNetwork(request: NetworkRequest): Promise<LearnedNetwork> {
  const { training, classes, engine, seed, epochs, signal, onProgress } = request;
  const fit = { engine, seed, ...(signal ? { signal } : {}), onProgress };
  if (classes > 0) {
    return await trainClassifier(training, { ...fit, classes, ...(epochs === undefined ? {} : { epochs }) });
  }
  const steps = epochs === undefined ? {} : { steps: Math.ceil((epochs * training.labels!.length) / BATCH) };
  return await trainContrastive(training, { ...fit, ...steps });
}

/** Return a digest of the images as used for training (cropped, scaled, in model values), with their classes. */
function digestOf({ values, labels }: ImageSet): string {
  const digest = createHash("sha256").update(values);
  if (labels) digest.update(labels);
  return digest.digest("hex").slice(0, 16);
}

/** Write a network to the first writable folder: the images' folder, which exists, or the alternative. */
async function keep(
  { weights }: LearnedNetwork,
  [first, second]: readonly string[],
): Promise<string | undefined> {
  try {
    await checkWritable(path.dirname(path.dirname(first!)));
    return await write(first!);
  } catch {
    // If no folder is writable, the network is used without storing it.
    return second === undefined ? undefined : await write(second).catch(() => undefined);
  }
  async function write(file: string): Promise<string> {
    await mkdir(path.dirname(file), { recursive: true });
    await writeNetwork(file, weights);
    return file;
  }
}

/**
 * Check the write permission of a folder, even if the system lets an administrator write to it. @throws Error if the folder is read-only.
 */
async function checkWritable(folder: string): Promise<void> {
  await access(folder, constants.W_OK);
  if (((await stat(folder)).mode & 0o222) === 0) throw new Error(`${folder} is read-only.`);
}
