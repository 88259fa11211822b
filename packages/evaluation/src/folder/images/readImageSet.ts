import { imageProcessor, UnfitImageError, type UnitImage } from "@cellgen/data";
import {
  type ImageFile,
  type ImageFolder,
  readSample,
  sampleReader,
  UnreadableImageError,
} from "@cellgen/data/node";
import type { ModelCard } from "@cellgen/pipelines";
import pLimit from "p-limit";
import { EvaluationError } from "../evaluationError.ts";
import type { NamedImages } from "./namedImages.ts";
import { selectBySeed } from "./selectBySeed.ts";

/** Maximum number of images to read from a folder. */
export const MAX_IMAGES = 10_000;

/** Number of files to read in parallel. */
const READERS = 4;

export interface ReadImageSetOptions {
  /** Size, channels and value range of the result. */
  readonly card: ModelCard;
  /** Label in the result for each label of the folder. */
  readonly labels: readonly number[];
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Read files as model inputs: the center square, scaled to the model's size, in its channels and value range.
 *
 * @param files - Files of the folder. At most 10,000 images are used, selected by the seed. Those that cannot be read, which the scan of a
 *   large set does not find, are omitted.
 * @throws EvaluationError if an image does not fit a model whose images are not square.
 */
export async function readImageSet(
  folder: ImageFolder,
  files: readonly ImageFile[],
  { card, labels, seed, signal, onProgress }: ReadImageSetOptions,
): Promise<NamedImages> {
  const chosen = selectBySeed(files, MAX_IMAGES, seed);
  const { height, width, channels } = card;
  const length = height * width * channels;
  const values = new Float32Array(chosen.length * length);
  // The measures need values in [-1, 1], which generated images have too.
  const encoding = { inputs: folder.measured, clip: true };
  const processor = imageProcessor(card);
  const reader = sampleReader();
  const unitOf = async (file: ImageFile): Promise<UnitImage> => {
    const image = await readSample(file, reader, height === width ? { size: height } : {});
    return namingFile(file.path, () =>
      height === width ? processor.encode(image, encoding) : processor.fit(image, encoding),
    ).unit;
  };
  const failed = new Set<number>();
  let done = 0;
  onProgress?.(0, chosen.length);
  const limit = pLimit(READERS);
  try {
    await limit.map(chosen, async (file, place) => {
      signal?.throwIfAborted();
      try {
        values.set((await unitOf(file)).values, place * length);
      } catch (error) {
        if (!(error instanceof UnreadableImageError)) throw error;
        failed.add(place);
      }
      onProgress?.(++done, chosen.length);
    });
  } finally {
    // After an error, do not read the remaining files.
    limit.clearQueue();
    await reader.close();
  }
  const places = [...chosen.keys()].filter((place) => !failed.has(place));
  for (const [to, from] of places.entries()) {
    if (to !== from) values.copyWithin(to * length, from * length, (from + 1) * length);
  }
  const read = places.map((place) => chosen[place]!);
  return {
    set: {
      values: values.subarray(0, read.length * length),
      height,
      width,
      channels,
      labels: Int32Array.from(read, ({ label }) => labels[label] ?? 0),
    },
    names: read.map(({ name }) => name),
  };
}

/** Call `fit` and add the file's path to errors. @throws EvaluationError if the image does not fit the model. */
function namingFile<Result>(path: string, fit: () => Result): Result {
  try {
    return fit();
  } catch (cause) {
    if (!(cause instanceof UnfitImageError)) throw cause;
    const { reason, remedy } = cause;
    throw new EvaluationError("evaluateFolder", { code: "ERR_UNFIT_IMAGE", path, reason, remedy }, { cause });
  }
}
