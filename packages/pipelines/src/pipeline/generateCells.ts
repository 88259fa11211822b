import { fileRanges, imageProcessor } from "@cellgen/data";
import { type ClassCounts, labelsOfCounts } from "../generate/classCounts.ts";
import { generateImages } from "../generate/createGenerator.ts";
import { type GenerateOptions, type GenerateRequest, generateRequest } from "../generate/generateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import type { ModelClass } from "../network/classCondition.ts";
import type { CompiledNetwork } from "../network/compileNetwork.ts";
import type { LabelledImage } from "../network/unitImage.ts";
import { OptionError } from "../options/OptionError.ts";
import { labelInTurn } from "../sampling/labelInTurn.ts";
import type { GeneratedCell } from "./GeneratedCell.ts";
import { defaultBatchSize } from "./pipelineBatchSize.ts";
import { resultImage } from "./ResultImage.ts";

/** Options of `CellPipeline.generate`. */
export interface GenerateCellsOptions
  extends Pick<GenerateOptions, "sampler" | "steps" | "eta" | "guidanceScale" | "onProgress" | "signal"> {
  /** Number of images, at least 1. @default 1 */
  readonly count?: number;
  /**
   * Number of images of each class, by name, such as `{ basophil: 200, platelet: 50 }`, instead of `count` and `class`. The classes follow in
   * the order of the model.
   *
   * @default `count` images
   */
  readonly counts?: ClassCounts | undefined;
  /** Random seed, 0…2^53-1. Image k of a seed does not depend on the number of images. @default 0 */
  readonly seed?: number;
  /** Width of the images in pixels, for a size other than that of the training images. @default that of the training images */
  readonly width?: number;
  /** Height of the images in pixels. @default that of the training images */
  readonly height?: number;
  /** Class of all images. @default all classes in turn */
  readonly class?: ModelClass | undefined;
  /** Number of images computed at a time. It can change the last bits of an image. @default 8 */
  readonly batchSize?: number;
  /** Precision of the network. int8 is faster and less exact, and needs the engine `onnx`. @default "float32" */
  readonly precision?: "float32" | "int8";
  /** For int8: training images, as returned by `calibrationImages`, which set the ranges of values. @default 16 generated images */
  readonly calibration?: readonly LabelledImage[] | undefined;
}

/**
 * Return the complete request, checked before a network is compiled.
 *
 * @throws RangeError if an option is out of range, or does not fit the model.
 */
export function generateCellsRequest(model: DiffusionModel, options: GenerateCellsOptions): GenerateRequest {
  const {
    count = 1,
    counts,
    seed = 0,
    batchSize = defaultBatchSize,
    class: asked,
    width,
    height,
    ...others
  } = options;
  if (counts !== undefined) {
    const other = (["count", "class"] as const).find((name) => options[name] !== undefined);
    if (other !== undefined) {
      const problem = `must not be used with ${other}. Omit one of them.`;
      throw new OptionError("generate", "ERR_OUT_OF_RANGE", "counts", problem);
    }
    const labels = labelsOfCounts("generate", model, counts);
    const labelOf = (index: number): number => labels[index]!;
    return generateRequest(model, batchSize, { ...others, count: labels.length, seed, class: labelOf });
  }
  const { length } = model.card.classes;
  const inTurn = length > 0 ? (index: number) => labelInTurn(index, length) : undefined;
  return generateRequest(model, batchSize, { ...others, count, seed, class: asked ?? inTurn });
}

/** Generate images and convert them to the pixel format of the training images. */
export async function* generateCells(
  network: CompiledNetwork,
  request: GenerateRequest,
): AsyncGenerator<GeneratedCell> {
  const { card } = network.model;
  const processor = imageProcessor(card);
  const origin = { displayColors: card.displayColors, displayRanges: fileRanges(card) };
  for await (const { index, seed, values, label } of generateImages(network, request)) {
    yield {
      ...resultImage(processor.toImage(values), origin),
      index,
      seed,
      values,
      class: label === undefined ? undefined : card.classes[label],
    };
  }
}
