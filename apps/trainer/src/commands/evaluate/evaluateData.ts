import { imageProcessor } from "@cellgen/data";
import { folderBatches, type ImageFile, type ImageFolder, readImage } from "@cellgen/data/node";
import type { ImageSet } from "@cellgen/evaluation";
import type { ModelCard } from "@cellgen/pipelines";
import { randomStream } from "@cellgen/random";
import { namingUnfit } from "../../input/unfitImageError.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import type { Io } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";

/** Images of a folder as they are compared, with the names of their files. */
export interface NamedImages {
  readonly set: ImageSet;
  readonly names: readonly string[];
}

/** More than so many images of a folder are not looked at. */
export const MOST_IMAGES = 10_000;
/** Squares that are cut out of the fields of a model that was trained on such. */
const CROPS = { training: 1000, heldOut: 500 } as const;
const READERS = 4;

export interface ReadSetOptions {
  /** Size, channels and range that images are brought to. */
  readonly card: ModelCard;
  /** For each label of the folder the label that it gets. */
  readonly labels: readonly number[];
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Reads files as a model sees them: the middle square, scaled to its size, in its channels and range. */
export async function readSet(
  folder: ImageFolder,
  files: readonly ImageFile[],
  { card, labels, seed, signal }: ReadSetOptions,
  io: Io,
): Promise<NamedImages> {
  const chosen = drawn(files, MOST_IMAGES, seed);
  const { height, width, channels } = card;
  const length = height * width * channels;
  const values = new Float32Array(chosen.length * length);
  const brightest = folder.files.reduce(
    (most, { bitDepth, max }) => (bitDepth === 16 ? Math.max(most, max) : most),
    0,
  );
  const processor = imageProcessor(card);
  const fitted = async (path: string) => {
    const image = await readImage(path);
    return namingUnfit(path, () => processor.fit(image, { brightest }));
  };
  const progress = startProgress(io, { noun: "image", total: chosen.length });
  let next = 0;
  let done = 0;
  const reader = async (): Promise<void> => {
    while (next < chosen.length) {
      if (signal.aborted) throw new Interrupted("Stopped; nothing was written.");
      const place = next++;
      const { path } = chosen[place]!;
      const unit =
        height === width
          ? processor.encode(await readImage(path, { size: height }), { brightest }).unit
          : (await fitted(path)).unit;
      values.set(unit.values, place * length);
      progress.update(++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: READERS }, reader));
  } finally {
    progress.stop();
  }
  const set = {
    values,
    height,
    width,
    channels,
    labels: Int32Array.from(chosen, ({ label }) => labels[label] ?? 0),
  };
  return { set, names: chosen.map(({ name }) => name) };
}

/** Random squares of the files, in the model's range, as a model saw them that was trained with --crop. */
export async function readCrops(
  folder: ImageFolder,
  files: readonly ImageFile[],
  kind: keyof typeof CROPS,
  { card, labels, seed }: ReadSetOptions,
): Promise<NamedImages> {
  const { height, width, channels } = card;
  const batches = folderBatches(
    { ...folder, files },
    {
      size: height,
      channels: channels === 1 ? 1 : 3,
      batchSize: CROPS[kind],
      seed,
      augmentation: "none",
      scale: card,
      crops: { side: Number(card.training["crop"]), attempts: 16 },
      prefetch: 1,
    },
  );
  try {
    const { xStart, labels: given } = await batches.batch(0);
    const set = { values: xStart, height, width, channels, labels: given.map((label) => labels[label] ?? 0) };
    return { set, names: Array.from(given, (_, index) => `square ${index + 1}`) };
  } finally {
    await batches.close();
  }
}

/** Some of the items, in their order; all, where there are no more than wanted. */
export function drawn<Item>(items: readonly Item[], most: number, seed: number): readonly Item[] {
  if (items.length <= most) return items;
  const order = randomStream(seed, "drawnFiles").permutation(items.length).subarray(0, most);
  return Array.from(order.sort(), (index) => items[index]!);
}
