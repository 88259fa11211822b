import { createHash } from "node:crypto";
import { access, constants, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Engine } from "@cellgen/engine";
import {
  type Classifier,
  cellFeatureExtractor,
  type FeatureExtractor,
  type ImageSet,
  isClassifier,
  type LearntNetwork,
  loadNetwork,
  type NetworkKind,
  trainClassifier,
  trainContrastive,
} from "@cellgen/evaluation";
import { onnxFeatures, readNetwork, writeNetwork } from "@cellgen/evaluation/node";
import { shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print } from "../../terminal/io.ts";
import { type Progress, startProgress } from "../../terminal/progress.ts";
import type { EvaluationSets } from "./evaluateSets.ts";
import type { EvaluateSettings } from "./options.ts";

export interface EvaluationFeatures {
  readonly features: FeatureExtractor;
  /** Of the real images' classes, if they have any that are asked about. */
  readonly classifier?: Classifier;
  /** Where the learnt network is kept, if one was needed. */
  readonly networkFile?: string;
  /** Whether it was learnt and kept just now. */
  readonly isNew: boolean;
}

/** A network of other code or another recipe is another network. */
const RECIPE = 1;

/** Of the settings, what features depend on. */
type FeatureSettings = Pick<EvaluateSettings, "data" | "out" | "features" | "seed">;

/** What of the sets features are learnt from. */
type RealSets = Pick<EvaluationSets, "training" | "classes" | "generatedHaveClasses">;

/** The features that the settings ask for, and a classifier where there are classes; learnt ones are trained once and kept. */
export async function evaluationFeatures(
  settings: FeatureSettings,
  sets: RealSets,
  engine: Engine,
  io: Io,
  signal: AbortSignal,
  epochs?: number,
): Promise<EvaluationFeatures> {
  const { features } = settings;
  const isLearnt = features === "learnt";
  const kind: NetworkKind = sets.classes.length > 0 ? "classifier" : "contrastive";
  // A file that cannot be read is told of before anything is learnt.
  const given = isLearnt
    ? undefined
    : features === "cells"
      ? cellFeatureExtractor()
      : await onnxFeatures(features);
  try {
    const learnt =
      isLearnt || sets.generatedHaveClasses
        ? await learntNetwork(kind, settings, sets, engine, io, signal, epochs)
        : undefined;
    return {
      features: given ?? learnt!.network,
      ...(learnt && isClassifier(learnt.network) ? { classifier: learnt.network } : {}),
      ...(learnt ? { networkFile: learnt.file } : {}),
      isNew: learnt?.isNew ?? false,
    };
  } catch (error) {
    await given?.dispose();
    throw error;
  }
}

async function learntNetwork(
  kind: NetworkKind,
  { data, out, seed }: FeatureSettings,
  { training, classes }: RealSets,
  engine: Engine,
  io: Io,
  signal: AbortSignal,
  epochs?: number,
): Promise<{ readonly network: LearntNetwork; readonly file: string; readonly isNew: boolean }> {
  const { height, width, channels } = training.set;
  const words = [
    kind,
    `${width}x${height}x${channels}`,
    digestOf(training.set),
    `seed${seed}`,
    `recipe${RECIPE}`,
  ];
  const name = `learnt-${words.join("-")}.safetensors`;
  const places = [path.join(data, ".cellgen", name), path.join(out, ".cellgen", name)] as const;
  for (const file of places) {
    const weights = await readNetwork(file).catch(() => undefined);
    if (!weights || weights.kind !== kind || weights.classes !== (kind === "classifier" ? classes.length : 0))
      continue;
    print(io, `Features learnt before: ${shownPath(file)}`);
    return { network: await loadNetwork(weights, engine), file, isNew: false };
  }
  print(
    io,
    `Learning features of the real images (${kind === "classifier" ? "their classes" : "without classes"})…`,
  );
  let progress: Progress | undefined;
  const fit = {
    engine,
    seed,
    signal,
    onProgress: ({ step, steps, loss }: { step: number; steps: number; loss: number }) => {
      progress ??= startProgress(io, { noun: "step", total: steps });
      progress.update(step, `loss ${loss.toFixed(3)}`);
    },
  };
  let network: LearntNetwork;
  try {
    network =
      kind === "classifier"
        ? await trainClassifier(training.set, {
            ...fit,
            classes: classes.length,
            ...(epochs === undefined ? {} : { epochs }),
          })
        : await trainContrastive(training.set, {
            ...fit,
            ...(epochs === undefined ? {} : { steps: Math.ceil((epochs * training.names.length) / 32) }),
          });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interrupted("Stopped; nothing was written.", { cause: error });
  } finally {
    progress?.stop();
  }
  return { network, file: await keep(network, places), isNew: true };
}

/** Tells images as they were learnt from (cut out, scaled, in their range) and their classes from all others. */
function digestOf({ values, labels }: ImageSet): string {
  const digest = createHash("sha256").update(values);
  if (labels) digest.update(labels);
  return digest.digest("hex").slice(0, 16);
}

/** Writes a network beside its images or, where they cannot be written to, into the folder of the results. */
async function keep(network: LearntNetwork, [beside, inOut]: readonly [string, string]): Promise<string> {
  try {
    await mayWrite(path.dirname(path.dirname(beside)));
    await mkdir(path.dirname(beside), { recursive: true });
    await writeNetwork(beside, network.weights);
    return beside;
  } catch {
    await mkdir(path.dirname(inOut), { recursive: true });
    await writeNetwork(inOut, network.weights);
    return inOut;
  }
}

/** @throws if a folder must not be written to, also where the system would let its administrator do it. */
async function mayWrite(folder: string): Promise<void> {
  await access(folder, constants.W_OK);
  if (((await stat(folder)).mode & 0o222) === 0) throw new Error(`${folder} is for reading.`);
}
