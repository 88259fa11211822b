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
  /** Images that are generated together. An image's last bits may depend on it. */
  readonly batchSize: number;
  /**
   * What the network's convolutions compute in. "int8" is faster, the more the wider the network is, and needs the engine `onnx`.
   * Its images are like those of "float32" with the same seeds, not the same: about a grey level of 255 lies between them.
   * @default "float32"
   */
  readonly precision?: "float32" | "int8";
  /**
   * For "int8": images like those that the model was trained on, a hundred are plenty. What the network computes for them, at timesteps
   * spread over the whole schedule, tells which numbers eight bits must reach.
   * @default images that the model generates, in float32
   */
  readonly calibration?: readonly LabelledImage[];
}

/** A generated image. Its values, clamped to [-1, 1], are the caller's. */
export interface GeneratedImage extends UnitImage {
  readonly index: number;
  readonly seed: number;
  /** Its class; undefined if none was asked for. */
  readonly label: number | undefined;
}

/** Generates images with a model. */
export interface ImageGenerator {
  readonly precision: "float32" | "int8";
  /**
   * Generates images, a batch at a time as they are requested.
   *
   * Batches are always full, and image k is at place k mod batchSize of batch floor(k / batchSize), with noise of its own. So it is a
   * function of the seed, k, its label, the sampler's settings and the batch size, bit for bit, whatever the number of images.
   *
   * @throws RangeError, at once, if an option is out of range, or the model has no such class; for a label that a function gives, when
   * its image is generated.
   */
  generate(options: GenerateOptions): AsyncIterable<GeneratedImage>;
  /** Frees the compiled network. Nothing must be running. */
  dispose(): Promise<void>;
}

/**
 * Makes a model ready to generate images: compiles its network with the weights baked in.
 *
 * @param model - Leave its arrays alone until the generator is disposed: some engines do not copy them.
 * @param engine - Runs the network. It stays the caller's.
 * @returns The generator. The caller disposes it.
 * @throws RangeError if the model's parts do not fit together, `batchSize` is no whole number from 1, or images to calibrate on are not
 * of the model's size or classes; Error for "int8" if the engine does not have it.
 */
export async function createGenerator(
  model: DiffusionModel,
  engine: Engine,
  options: GeneratorOptions,
): Promise<ImageGenerator> {
  return generatorOf(await compileGenerator("createGenerator", model, engine, options));
}

/** Compiles a network in the precision that was asked for, calibrated for int8. */
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
      `${caller}: precision must be "float32" for engine ${engine.name}, which has no other. Take engine onnx.`,
    );
  }
  const int8 = () => int8Options(caller, model, engine, options);
  return compileNetwork(caller, model, engine, { batchSize, int8 });
}

/** Generates images by a compiled network, which the generator disposes. */
function generatorOf(network: CompiledNetwork): ImageGenerator {
  return {
    precision: network.precision,
    generate: (options) =>
      generateImages(network, generateRequest(network.model, network.batchSize, options)),
    dispose: network.dispose,
  };
}

/** Generates the images of a request that was checked. */
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

/** Images that a model generates in float32 and few steps, of its classes in turn. */
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
