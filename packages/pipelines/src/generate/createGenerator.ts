import type { Engine, Int8Options } from "@cellgen/engine";
import { seededNoise } from "@cellgen/samplers";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import { calibrationInputs } from "../network/calibrationInputs.ts";
import { type CompiledNetwork, compileNetwork } from "../network/compileNetwork.ts";
import { clampedImages, imageBatches } from "../network/imageBatches.ts";
import type { LabelledImage, UnitImage } from "../network/unitImage.ts";
import { labelInTurn } from "../sampling/labelInTurn.ts";
import { watchSamplers } from "../sampling/pipelineProgress.ts";
import { type GenerateOptions, type GenerateRequest, generateRequest } from "./generateOptions.ts";

export interface GeneratorOptions {
  /** Number of images generated together. It can change the last bits of an image. */
  readonly batchSize: number;
  /**
   * Precision of the network's convolutions. "int8" is faster, especially for wide networks, and needs the engine `onnx`. For equal seeds its
   * images differ from those of "float32" by about one of 255 gray levels.
   * @default "float32"
   */
  readonly precision?: "float32" | "int8";
  /**
   * For "int8": images like the training images; a hundred are sufficient. The ranges of the network's activations are measured on them, at
   * timesteps spread over the full schedule.
   * @default images that the model generates in float32
   */
  readonly calibration?: readonly LabelledImage[];
}

/** A generated image. Its values are a new array, clamped to [-1, 1]. */
export interface GeneratedImage extends UnitImage {
  readonly index: number;
  readonly seed: number;
  /** Class of the image; undefined if none was requested. */
  readonly label: number | undefined;
}

/** Generates images with a model. */
export interface ImageGenerator {
  readonly precision: "float32" | "int8";
  /**
   * Generate images, one batch at a time on demand.
   *
   * Batches are always full, and image k is at place k mod batchSize of batch floor(k / batchSize), with independent noise. So it is bitwise
   * reproducible for equal seed, k, label, sampler settings and batch size, and does not depend on the number of images.
   *
   * @throws RangeError, when called, if an option is out of range, or the model has no such class. If `class` is a function, its classes are
   *   checked when the image is generated.
   */
  generate(options: GenerateOptions): AsyncIterable<GeneratedImage>;
  /** Free the compiled network. Wait for running calls to finish first. */
  dispose(): Promise<void>;
}

/**
 * Create a generator: compile the model's network with its weights as constants.
 *
 * @param model - Do not change its arrays until the generator is disposed: some engines do not copy them.
 * @param engine - Runs the network. The generator does not dispose it.
 * @returns The generator. Dispose of it after use.
 * @throws RangeError if the model's parts do not fit together, `batchSize` is not a positive integer, or calibration images do not have the
 *   model's size or classes; Error for "int8" if the engine does not support it.
 */
export async function createGenerator(
  model: DiffusionModel,
  engine: Engine,
  options: GeneratorOptions,
): Promise<ImageGenerator> {
  return generatorOf(await compileGenerator("createGenerator", model, engine, options));
}

/** Compile a network in the requested precision, with calibration for int8. */
export async function compileGenerator(
  caller: string,
  model: DiffusionModel,
  engine: Engine,
  options: GeneratorOptions,
): Promise<CompiledNetwork> {
  const { batchSize, precision = "float32" } = options;
  if (precision !== "float32" && precision !== "int8") {
    throw new RangeError(
      `${caller}: precision must be "float32" or "int8", got ${JSON.stringify(precision)}.`,
    );
  }
  if (precision === "float32") return compileNetwork(caller, model, engine, { batchSize });
  if (engine.name !== "onnx") {
    throw new Error(
      `${caller}: precision must be "float32" for engine ${engine.name}, got "int8". Use engine onnx.`,
    );
  }
  const int8 = () => int8Options(caller, model, engine, options);
  return compileNetwork(caller, model, engine, { batchSize, int8 });
}

/** Create a generator from a compiled network, which `dispose` frees. */
function generatorOf(network: CompiledNetwork): ImageGenerator {
  return {
    precision: network.precision,
    generate: (options) =>
      generateImages(network, generateRequest(network.model, network.batchSize, options)),
    dispose: network.dispose,
  };
}

/** Generate the images of a checked request. */
export async function* generateImages(
  network: CompiledNetwork,
  request: GenerateRequest,
): AsyncGenerator<GeneratedImage> {
  const { count, first, seed, condition, sampler } = request;
  const { height, width, channels } = network.model.card;
  const { calls, guidanceScale } = condition;
  const isAsked = (index: number) => index >= first && index < first + count;
  const batches = imageBatches(first, count, network.batchSize);
  const watch = watchSamplers(request, batches.length * sampler.steps * calls);
  for (const batch of batches) {
    const labels = new Map(
      batch.indices.filter(isAsked).map((index) => [index, condition.labelOf(index)] as const),
    );
    const samples = await sampler.sample(
      network.denoiser({ guidanceScale, labelOf: (index) => labels.get(index) }, batch.indices),
      seededNoise(seed, batch.indices, [height, width, channels]),
      { ...sampler.options, ...watch(batch, calls) },
    );
    for (const [place, values] of clampedImages(samples, network.batchSize).entries()) {
      const index = batch.indices[place]!;
      if (isAsked(index)) yield { index, seed, label: labels.get(index), values, height, width, channels };
    }
  }
}

async function int8Options(
  caller: string,
  model: DiffusionModel,
  engine: Engine,
  { batchSize, calibration }: GeneratorOptions,
): Promise<Int8Options> {
  const images = calibration ?? (await ownImages(model, engine, batchSize));
  return { calibration: calibrationInputs(caller, model, images, batchSize) };
}

/** Generate calibration images with the model in float32 and few steps, over all its classes in turn. */
async function ownImages(
  model: DiffusionModel,
  engine: Engine,
  batchSize: number,
): Promise<readonly GeneratedImage[]> {
  const generator = await createGenerator(model, engine, { batchSize });
  const { classes } = model.card;
  const images: GeneratedImage[] = [];
  try {
    for await (const image of generator.generate({
      count: Math.ceil(16 / batchSize) * batchSize,
      seed: 0,
      sampler: "dpm++2m",
      steps: Math.min(10, model.scheduler.numTrainTimesteps),
      ...(classes.length > 0 ? { class: (index) => labelInTurn(index, classes.length) } : {}),
    }))
      images.push(image);
  } finally {
    await generator.dispose();
  }
  return images;
}
