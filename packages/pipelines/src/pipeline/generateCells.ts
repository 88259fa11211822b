import { imageProcessor } from "@cellgen/data";
import type { ImageGenerator } from "../generate/createGenerator.ts";
import type { GenerateOptions } from "../generate/generateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import type { LabelledImage } from "../network/unitImage.ts";
import { labelInTurn } from "../sampling/labelInTurn.ts";
import type { GeneratedCell } from "./GeneratedCell.ts";
import { labelOfName } from "./labelOfName.ts";
import { resultImage } from "./ResultImage.ts";

export interface GenerateCellsOptions
  extends Pick<GenerateOptions, "sampler" | "steps" | "eta" | "guidanceScale" | "onProgress" | "signal"> {
  /** Number of images, from 1. @default 1 */
  readonly count?: number;
  /** Random seed, 0…2^53-1. Image k of a seed is the same, however many are generated. @default 0 */
  readonly seed?: number;
  /** The name of the class of all images. @default each class in turn */
  readonly class?: string | undefined;
  /** Number of images computed at a time. The last bits of an image may depend on it. @default 8 */
  readonly batchSize?: number;
  /** int8 is faster and less exact; it needs the engine `onnx`. @default "float32" */
  readonly precision?: "float32" | "int8";
  /** For int8: training images, as `calibrationImages` reads them, that show which values to represent. @default 16 generated images */
  readonly calibration?: readonly LabelledImage[] | undefined;
}

/** Generates images and gives them the training images' pixels. */
export async function* generateCells(
  { card }: DiffusionModel,
  generator: ImageGenerator,
  options: GenerateCellsOptions,
): AsyncGenerator<GeneratedCell> {
  const { count = 1, seed = 0, class: className, batchSize, precision, calibration, ...sampling } = options;
  const { classes } = card;
  const label = className === undefined ? undefined : labelOfName("generate", "class", className, classes);
  const processor = imageProcessor(card);
  const images = generator.generate({
    ...sampling,
    count,
    seed,
    ...(classes.length > 0 ? { labels: (index: number) => label ?? labelInTurn(index, classes.length) } : {}),
  });
  for await (const image of images) {
    yield {
      ...resultImage(processor.toImage(image.values)),
      index: image.index,
      seed,
      values: image.values,
      class: image.label === undefined ? undefined : classes[image.label],
    };
  }
}
