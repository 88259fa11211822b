import { imageProcessor } from "@cellgen/data";
import type { SamplerName } from "@cellgen/samplers";
import type { ImageGenerator } from "../createGenerator.ts";
import type { DiffusionModel } from "../diffusionModel.ts";
import type { PipelineProgress } from "../pipelineProgress.ts";
import { labelOfName } from "./labelOfName.ts";
import { type PipelineImage, pipelineImage } from "./PipelineImage.ts";

export interface GenerateCellsOptions {
  /** Number of images, from 1. @default 1 */
  readonly count?: number;
  /** Random seed, 0…2^53-1. Image k of a seed is the same, however many are generated. @default 0 */
  readonly seed?: number;
  /** The name of the class of all images. @default each class in turn */
  readonly class?: string;
  /** @default "dpm++2m" */
  readonly sampler?: SamplerName;
  /** Network evaluations per image, 1…the model's timesteps. @default 20 for dpm++2m, 50 for ddim, 1000 for ddpm */
  readonly steps?: number;
  /** Noise added by the ddim sampler, 0…1. @default 0 */
  readonly eta?: number;
  /** Guidance scale towards the class; 1 is no guidance. Others need a model trained with a null class. @default 1 */
  readonly guidanceScale?: number;
  /** Number of images computed at a time. The last bits of an image may depend on it. @default 8 */
  readonly batchSize?: number;
  /** int8 is faster and less exact; it needs the engine `onnx`. @default "float32" */
  readonly precision?: "float32" | "int8";
  readonly onProgress?: (progress: PipelineProgress) => void;
  readonly signal?: AbortSignal;
}

/** Generates images by a compiled network and gives them the training images' pixels. */
export async function* generateCells(
  model: DiffusionModel,
  generator: ImageGenerator,
  options: GenerateCellsOptions,
): AsyncGenerator<PipelineImage> {
  const { count = 1, seed = 0, class: className, batchSize, precision, ...sampling } = options;
  const { classes } = model.card;
  const label = className === undefined ? undefined : labelOfName("generate", className, classes);
  const processor = imageProcessor(model.card);
  const images = generator.generate({
    ...sampling,
    count,
    seed,
    ...(classes.length > 0 ? { labels: (index: number) => label ?? index % classes.length } : {}),
  });
  for await (const image of images) {
    yield pipelineImage(processor.toImage(image.values), {
      index: image.index,
      seed,
      class: image.label === undefined ? undefined : classes[image.label],
    });
  }
}
