import path from "node:path";
import {
  folderSummary,
  type ImageFile,
  type ImageFolder,
  samplesOf,
  trainingImageDigests,
} from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import type { ImageSet } from "@cellgen/evaluation";
import type { ModelCard } from "@cellgen/pipelines";
import { scanData } from "../../input/scanData.ts";
import { splitFolder } from "../../input/splitFolder.ts";
import { describeDrawing } from "../../model/drawing.ts";
import { leftOut } from "../../report/imageNotes.ts";
import { count, plural, shownPath } from "../../terminal/describe.ts";
import type { Io } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { drawn, MOST_IMAGES, type NamedImages, readCrops, readSet } from "./evaluateData.ts";
import { drawForEvaluation, type EvaluatedModel } from "./evaluateGenerated.ts";
import { defaultCount, type EvaluateSettings } from "./options.ts";
import { seenImages } from "./seenImages.ts";

/** All images of an evaluation, brought to one size. */
export interface EvaluationSets {
  readonly generated: NamedImages;
  readonly training: NamedImages;
  readonly heldOut: NamedImages;
  /** Of the real images; label k is `classes[k]`. */
  readonly classes: readonly string[];
  /** Whether the generated images have classes too, and the same. */
  readonly generatedHaveClasses: boolean;
  /** Where the held-out images come from, in words. */
  readonly heldOutFrom: string;
  /** What the generated images are, in words. */
  readonly generatedFrom: string;
  /** What the reader should know. */
  readonly warnings: readonly string[];
}

/** Images of a folder are compared at this side at most. */
const LARGEST_SIDE = 128;
/** Images a set, at least. */
const FEWEST = 8;

/**
 * Reads the real images, divides them, and draws or reads the generated ones.
 *
 * @param start - Starts the engine, when all that can be refused has been.
 * @throws UsageError if there are too few images, or classes do not go together.
 */
export async function evaluationSets(
  settings: EvaluateSettings,
  evaluated: EvaluatedModel | undefined,
  start: () => Promise<Engine>,
  io: Io,
  signal: AbortSignal,
): Promise<EvaluationSets> {
  const { data, seed } = settings;
  const real = await scanData("--data", data, { signal }, io);
  const others =
    settings.heldOut === undefined
      ? undefined
      : await scanData("--held-out", settings.heldOut, { signal }, io);
  const images =
    "images" in settings
      ? await samplesOf(await scanData("--images", settings.images, { signal }, io))
      : undefined;
  const model = evaluated?.model;
  const card = model ? model.card : cardOfImages(images!, real);
  const warnings = leftOut([real, others, images].flatMap((folder) => folder?.unreadable ?? []));

  const classes = sharedClasses(real, others, model?.card.classes ?? images?.classes ?? [], warnings);
  const split = others
    ? { training: real.files, heldOut: others.files, how: shownPath(others.path) }
    : await splitFolder(real.path, real.files, seed, "Give new images with --held-out.");
  const knownTo = (folder: ImageFolder, files: readonly ImageFile[]): readonly ImageFile[] =>
    files.filter(({ label }) => classes.length === 0 || labelsFor(folder, classes)[label]! >= 0);
  const trainingFiles = knownTo(real, split.training);
  const heldOutFiles = knownTo(others ?? real, split.heldOut);
  for (const [flag, files] of [
    ["--data", trainingFiles],
    [others ? "--held-out" : "the quarter of --data that is kept aside", heldOutFiles],
  ] as const) {
    if (files.length >= FEWEST) continue;
    throw new UsageError(
      `${flag} must have ${FEWEST} images or more${classes.length > 0 ? " of the model's classes" : ""}, got ${files.length}. Give more images.`,
    );
  }
  const seen = evaluated ? await trainingImageDigests(evaluated.settings.model) : undefined;
  warnings.push(...seenImages(trainingFiles, heldOutFiles, { isSplit: !others, card: model?.card, seen }));
  for (const [flag, files] of [
    ["--data", trainingFiles],
    ["--held-out", heldOutFiles],
  ] as const) {
    if (files.length > MOST_IMAGES) {
      warnings.push(
        `Of ${plural(files.length, "image")} of ${flag}, ${count(MOST_IMAGES)} drawn by the seed were looked at.`,
      );
    }
  }

  const isCropped = model !== undefined && Number(card.training["crop"] ?? 0) > 0;
  const read = (
    folder: ImageFolder,
    files: readonly ImageFile[],
    kind: "training" | "heldOut",
  ): Promise<NamedImages> => {
    const options = { card, labels: labelsFor(folder, classes), seed, signal };
    return isCropped ? readCrops(folder, files, kind, options) : readSet(folder, files, options, io);
  };
  const training = await read(real, trainingFiles, "training");
  const heldOut = await read(others ?? real, heldOutFiles, "heldOut");
  if (isCropped)
    warnings.push("The model was trained on random squares of the images: so are the real images here.");

  const generatedClasses = model?.card.classes ?? images?.classes ?? [];
  const generatedHaveClasses = classes.length > 0 && generatedClasses.length > 0;
  const generated = evaluated
    ? await drawForEvaluation(
        evaluated,
        await start(),
        {
          count: settings.count ?? defaultCount,
          classes: generatedHaveClasses ? classes : [],
          shares: classShares(training.set, classes.length),
        },
        io,
        signal,
      )
    : await readGenerated(images!, generatedHaveClasses ? classes : [], card, settings, io, signal);
  return {
    generated,
    training,
    heldOut,
    classes,
    generatedHaveClasses,
    heldOutFrom: split.how,
    generatedFrom: evaluated
      ? `drawn from ${shownPath(path.resolve(evaluated.settings.model))} by ${describeDrawing(evaluated.drawing)}`
      : `out of ${shownPath(images!.path)}`,
    warnings,
  };
}

async function readGenerated(
  images: ImageFolder,
  classes: readonly string[],
  card: ModelCard,
  { count: most, seed }: Pick<EvaluateSettings, "count" | "seed">,
  io: Io,
  signal: AbortSignal,
): Promise<NamedImages> {
  const labels = labelsFor(images, classes);
  const files = images.files.filter(({ label }) => classes.length === 0 || labels[label]! >= 0);
  if (files.length < FEWEST) {
    throw new UsageError(
      `--images must have ${FEWEST} images or more, got ${files.length}. Give more images.`,
    );
  }
  return await readSet(images, drawn(files, most ?? MOST_IMAGES, seed), { card, labels, seed, signal }, io);
}

/** The classes that real and generated images have in common; those of the real ones where the generated have none. */
function sharedClasses(
  real: ImageFolder,
  others: ImageFolder | undefined,
  generated: readonly string[],
  warnings: string[],
): readonly string[] {
  if (real.classes.length === 0) {
    if (generated.length > 0)
      warnings.push("--data has no subfolders for classes: nothing is said about classes.");
    return [];
  }
  const known = real.classes.filter((name) => !others || others.classes.includes(name));
  if (known.length < 2) {
    warnings.push(
      "--held-out does not have the classes of --data as subfolders: nothing is said about classes.",
    );
    return [];
  }
  if (generated.length === 0) return known;
  const shared = known.filter((name) => generated.includes(name));
  if (shared.length < 2) {
    warnings.push(
      `The generated images' classes (${generated.slice(0, 4).join(", ")}) are not those of --data (${known.slice(0, 4).join(", ")}): nothing is said about classes.`,
    );
    return [];
  }
  const left = [...new Set([...real.classes, ...generated])].filter((name) => !shared.includes(name));
  if (left.length > 0) warnings.push(`Left out, because not all images have them: ${left.join(", ")}.`);
  return shared;
}

/** For each label of a folder the place of its class among those that are compared; -1 for others. */
function labelsFor(folder: ImageFolder, classes: readonly string[]): number[] {
  if (classes.length === 0) return folder.classes.map(() => 0);
  return folder.classes.map((name) => classes.indexOf(name));
}

function classShares({ labels }: ImageSet, classes: number): number[] {
  const shares = new Array<number>(Math.max(classes, 1)).fill(0);
  for (const label of labels ?? []) shares[label]! += 1 / labels!.length;
  return shares;
}

/** A card for images that no model stands behind: their own size, and the range of the real ones. */
function cardOfImages(images: ImageFolder, real: ImageFolder): ModelCard {
  const { width, height } = folderSummary(images);
  const side = Math.min(Math.round(Math.min(width.median, height.median)), LARGEST_SIDE);
  return {
    formatVersion: 1,
    height: side,
    width: side,
    channels: Math.max(images.channels, real.channels),
    valueRange: real.valueRange,
    bitDepth: real.bitDepth,
    classes: images.classes,
    training: {},
  };
}
