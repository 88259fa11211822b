import { imageProcessor } from "@cellgen/data";
import { generateImages } from "../generate/createGenerator.ts";
import { type GenerateOptions, type GenerateRequest, generateRequest } from "../generate/generateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import type { ModelClass } from "../network/classCondition.ts";
import type { CompiledNetwork } from "../network/compileNetwork.ts";
import type { LabelledImage } from "../network/unitImage.ts";
import { labelInTurn } from "../sampling/labelInTurn.ts";
import type { GeneratedCell } from "./GeneratedCell.ts";
import { defaultBatchSize } from "./pipelineBatchSize.ts";
import { resultImage } from "./ResultImage.ts";

export interface GenerateCellsOptions
  extends Pick<GenerateOptions, "sampler" | "steps" | "eta" | "guidanceScale" | "onProgress" | "signal"> {
  /** Number of images, from 1. @default 1 */
  readonly count?: number;
  /** Random seed, 0…2^53-1. Image k of a seed is the same, however many are generated. @default 0 */
  readonly seed?: number;
  /** The class of all images. @default each class in turn */
  readonly class?: ModelClass | undefined;
  /** Number of images computed at a time. The last bits of an image may depend on it. @default 8 */
  readonly batchSize?: number;
  /** int8 is faster and less exact; it needs the engine `onnx`. @default "float32" */
  readonly precision?: "float32" | "int8";
  /** For int8: training images, as `calibrationImages` reads them, that show which values to represent. @default 16 generated images */
  readonly calibration?: readonly LabelledImage[] | undefined;
}

/**
 * What is to be generated, checked before anything is compiled.
 *
 * @throws RangeError if an option is out of range, or does not fit the model.
 */
export function generateCellsRequest(model: DiffusionModel, options: GenerateCellsOptions): GenerateRequest {
  const { count = 1, seed = 0, batchSize = defaultBatchSize, class: asked, ...others } = options;
  const { length } = model.card.classes;
  const inTurn = length > 0 ? (index: number) => labelInTurn(index, length) : undefined;
  return generateRequest(model, batchSize, { ...others, count, seed, class: asked ?? inTurn });
}

/** Generates images and gives them the training images' pixels. */
export async function* generateCells(
  network: CompiledNetwork,
  request: GenerateRequest,
): AsyncGenerator<GeneratedCell> {
  const { card } = network.model;
  const processor = imageProcessor(card);
  for await (const { index, seed, values, label } of generateImages(network, request)) {
    yield {
      ...resultImage(processor.toImage(values)),
      index,
      seed,
      values,
      class: label === undefined ? undefined : card.classes[label],
    };
  }
}
