import type { ImageSet, NearestPair } from "@cellgen/evaluation";
import type { FolderEvaluation } from "@cellgen/evaluation/node";
import {
  confusionPlot,
  featureHistograms,
  type LabelledTile,
  type PairBlock,
  pairSheet,
  tileGrid,
} from "@cellgen/figures";
import { randomStream } from "@cellgen/random";

export interface EvaluationPictures {
  readonly grids: Buffer;
  readonly pairs: Buffer;
  /** None where no features of cells could be measured. */
  readonly histograms?: { readonly svg: string; readonly png: Buffer };
  /** With classes. */
  readonly classes?: { readonly svg: string; readonly png: Buffer };
}

/** Images on each side of the grids. */
const GRID = 32;
const GRID_COLUMNS = 4;
/** Features of which histograms are shown: those that differ most. */
const HISTOGRAMS = 9;

/** The pictures of a report. Nothing in them is chosen but by the seed, or by being the worst. */
export async function evaluationPictures({
  result,
  images,
  classes,
  generatedHaveClasses,
}: FolderEvaluation): Promise<EvaluationPictures> {
  const { seed, memorisation, cells, classSeen } = result;
  const { generated, training, heldOut } = images;
  const named = (set: ImageSet, shown: boolean): LabelledTile[] =>
    randomIndices(set, seed).map((index) => ({
      ...tileOf(set, index),
      ...(shown ? { label: classes[set.labels![index]!]! } : {}),
    }));
  const grids = await tileGrid([
    { title: "Real, held out", columns: GRID_COLUMNS, tiles: named(heldOut.set, classes.length > 0) },
    { title: "Generated", columns: GRID_COLUMNS, tiles: named(generated.set, generatedHaveClasses) },
  ]);
  const block = (title: string, images: ImageSet, pairs: readonly NearestPair[]): PairBlock => ({
    title,
    pairs: pairs.map(({ image, training: nearest, relative }) => ({
      image: tileOf(images, image),
      training: tileOf(training.set, nearest),
      label: `${relative.toFixed(2)} of the usual distance`,
    })),
  });
  const pairs = await pairSheet([
    block(
      "Generated, each beside the training image nearest to it",
      generated.set,
      memorisation.worst.slice(0, 12),
    ),
    block("Held-out real images, the same", heldOut.set, memorisation.worstHeldOut.slice(0, 8)),
  ]);
  return {
    grids,
    pairs,
    ...(cells.length > 0 ? { histograms: await featureHistograms(cells.slice(0, HISTOGRAMS)) } : {}),
    ...(classSeen ? { classes: await confusionPlot(classes, classSeen.confusion) } : {}),
  };
}

function tileOf({ values, height, width, channels }: ImageSet, index: number): LabelledTile {
  const length = height * width * channels;
  return { values: values.slice(index * length, (index + 1) * length), height, width, channels };
}

function randomIndices({ values, height, width, channels }: ImageSet, seed: number): number[] {
  const count = values.length / (height * width * channels);
  return Array.from(randomStream(seed, "grid").permutation(count).subarray(0, GRID)).sort((a, b) => a - b);
}
