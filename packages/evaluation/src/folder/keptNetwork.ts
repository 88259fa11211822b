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

/** Counted up when the code or the recipe changes, so that a network of before is not taken. */
const RECIPE = 1;

/** The subfolder that networks are kept in. */
const FOLDER = ".cellgen";

export interface NetworkRequest {
  /** Real images. */
  readonly training: ImageSet;
  /** How many classes they have; 0 = the network is trained without classes. */
  readonly classes: number;
  /** The folder of the images, which networks are kept in. */
  readonly data: string;
  /** Where they are kept if `data` cannot be written to. */
  readonly keepIn: string | undefined;
  readonly engine: Engine;
  readonly seed: number;
  readonly epochs: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: NonNullable<NetworkTrainingOptions["onProgress"]>;
}

/** A network, and where it is kept. The caller disposes the network. */
export interface KeptNetwork {
  readonly network: LearnedNetwork;
  /** Undefined if there is no place for it. */
  readonly file: string | undefined;
  /** Whether it was trained now. */
  readonly isNew: boolean;
}

/** Reads the network that was trained on the same images before, or trains it and keeps it. */
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

/** Identifies images as they were trained on (cropped, scaled, in their range), with their classes. */
function digestOf({ values, labels }: ImageSet): string {
  const digest = createHash("sha256").update(values);
  if (labels) digest.update(labels);
  return digest.digest("hex").slice(0, 16);
}

/** Writes a network to the first place that can be written to: the images' folder, which exists, or the other one. */
async function keep(
  { weights }: LearnedNetwork,
  [first, second]: readonly string[],
): Promise<string | undefined> {
  try {
    await checkWritable(path.dirname(path.dirname(first!)));
    return await write(first!);
  } catch {
    // Without a place it is not kept: it is used all the same.
    return second === undefined ? undefined : await write(second).catch(() => undefined);
  }
  async function write(file: string): Promise<string> {
    await mkdir(path.dirname(file), { recursive: true });
    await writeNetwork(file, weights);
    return file;
  }
}

/** @throws if a folder must not be written to, even where the system lets an administrator do it. */
async function checkWritable(folder: string): Promise<void> {
  await access(folder, constants.W_OK);
  if (((await stat(folder)).mode & 0o222) === 0) throw new Error(`${folder} is read-only.`);
}
