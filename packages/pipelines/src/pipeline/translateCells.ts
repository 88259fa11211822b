import { openInputs } from "@cellgen/data/node";
import { trainingSelection } from "../model/trainingSelection.ts";
import type { ModelClass } from "../network/classCondition.ts";
import type { PipelineProgress } from "../sampling/pipelineProgress.ts";
import type { Translator } from "../translate/createTranslator.ts";
import {
  type TranslatedCellImage,
  type TranslateImagesOptions,
  translateImages,
} from "../translate/translateImages.ts";
import { type CellInput, isLazy, openFittingInput, openInput } from "./inputImage.ts";
import { type ResultImage, resultImage } from "./ResultImage.ts";

/** Options of `CellPipeline.translate`. */
export interface TranslateCellsOptions extends Omit<TranslateImagesOptions, "from"> {
  /** Source class of all images, or an array with that of each image. Images of one class are translated together. @default unknown */
  readonly from?: ModelClass | undefined | readonly (ModelClass | undefined)[];
  /** Number of images computed at a time. @default the number of images, at most 8 */
  readonly batchSize?: number;
}

/** A translated image. */
export interface TranslatedCell extends ResultImage, Omit<TranslatedCellImage, "image"> {
  /** Index among the images of its class. Together with the seed it determines the image's noise. */
  readonly index: number;
  /** Index among all images. */
  readonly position: number;
  /** Name of its source class; undefined for unknown. */
  readonly from: string | undefined;
}

/**
 * Translate files or images, one source class after another.
 *
 * @throws RangeError if `from` is an array and its length differs from the number of images.
 */
export async function* translateCells(
  translator: Translator,
  inputs: readonly CellInput[],
  options: TranslateCellsOptions,
): AsyncGenerator<TranslatedCell> {
  const { from: stated, batchSize = 1, onProgress, ...others } = options;
  const { card } = translator.model;
  const lazy = openInputs(
    inputs.filter((input) => typeof input === "string"),
    trainingSelection(card),
  );
  const opened = inputs.map((input) => (typeof input === "string" ? lazy.shift()! : input));
  const groups = groupsOf(inputs.length, stated);
  const batchesOf = ({ positions }: Group): number => Math.ceil(positions.length / batchSize);
  const batches = groups.reduce((sum, group) => sum + batchesOf(group), 0);
  let batchesBefore = 0;
  for (const group of groups) {
    const from = typeof group.from === "number" ? card.classes[group.from] : group.from;
    const sources = group.positions.map((position) => async () => {
      const { image } = await openFittingInput(opened[position]!, card);
      return image;
    });
    const before = batchesBefore;
    const translated = translateImages(translator, sources, {
      ...others,
      ...(onProgress
        ? {
            onProgress: (progress: PipelineProgress) =>
              onProgress(overall(progress, { before, batches, ofGroup: batchesOf(group) })),
          }
        : {}),
      from: group.from,
    });
    for await (const { image, ...facts } of translated) {
      const position = group.positions[facts.index]!;
      const input = opened[position]!;
      const { stored } = await openInput(input, card);
      yield {
        ...resultImage(image, { stored, displayColors: card.displayColors }),
        ...facts,
        position,
        from,
      };
      if (isLazy(input)) input.release();
    }
    batchesBefore += batchesOf(group);
  }
}

/** Images of one source class. */
interface Group {
  readonly from: ModelClass | undefined;
  readonly positions: readonly number[];
}

function groupsOf(count: number, from: TranslateCellsOptions["from"]): Group[] {
  if (typeof from !== "object") {
    return [{ from, positions: Array.from({ length: count }, (_, position) => position) }];
  }
  if (from.length !== count) {
    throw new RangeError(`translate: from must have ${count} classes, one per image, got ${from.length}.`);
  }
  return [...new Set(from)].map((name) => ({
    from: name,
    positions: from.flatMap((other, position) => (other === name ? [position] : [])),
  }));
}

/** Convert progress within one class to progress over all classes. */
function overall(
  progress: PipelineProgress,
  {
    before,
    batches,
    ofGroup,
  }: { readonly before: number; readonly batches: number; readonly ofGroup: number },
): PipelineProgress {
  const callsOfBatch = progress.totalCalls / ofGroup;
  return {
    ...progress,
    batch: before + progress.batch,
    batches,
    calls: before * callsOfBatch + progress.calls,
    totalCalls: batches * callsOfBatch,
  };
}
