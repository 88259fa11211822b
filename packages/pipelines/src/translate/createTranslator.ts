import type { Engine } from "@cellgen/engine";
import { addNoise, invertDdim, seededNoise } from "@cellgen/samplers";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import { type CompiledNetwork, compileNetwork } from "../network/compileNetwork.ts";
import { clampedImages, type ImageBatch, imageBatches, stackedImages } from "../network/imageBatches.ts";
import type { UnitImage } from "../network/unitImage.ts";
import type { ModelSampler } from "../sampling/modelSampler.ts";
import { watchSamplers } from "../sampling/pipelineProgress.ts";
import { timestepsFrom } from "../sampling/timestepsFrom.ts";
import { keepColour } from "./keepColour.ts";
import {
  type CheckedTranslation,
  checkedTranslation,
  type TranslateOptions,
  translateDefaults,
} from "./translateOptions.ts";

/** A translated image. Its values are a new array, clamped to [-1, 1]. */
export interface TranslatedImage extends UnitImage {
  /** Index among the given images. */
  readonly index: number;
  /** Class that the image was translated to; undefined if none was requested. */
  readonly label: number | undefined;
}

/** Translates images between classes with a model. */
export interface Translator {
  /**
   * Translate images, one batch at a time on demand.
   *
   * Image k is bitwise reproducible for equal values, seed, k, options and batch size, and does not depend on the other images.
   *
   * @param images - Images of the model's size, in [-1, 1].
   * @throws RangeError, when called, if an image has another size or values out of range, an option is out of range, the model has no such class,
   *   or the method needs one.
   */
  translate(images: readonly UnitImage[], options: TranslateOptions): AsyncIterable<TranslatedImage>;
  readonly model: DiffusionModel;
  /** Free the compiled network. Wait for running calls to finish first. */
  dispose(): Promise<void>;
}

/**
 * Create a translator: compile the model's network with its weights as constants.
 *
 * @param model - Do not change its arrays until the translator is disposed: some engines do not copy them.
 * @param engine - Runs the network. The translator does not dispose it.
 * @param options - `batchSize`: number of images translated together. Batches are always full.
 * @returns The translator. Dispose of it after use.
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is not a positive integer.
 * @see Su et al. 2023, Dual diffusion implicit bridges, arXiv:2203.08382; Meng et al. 2022, SDEdit, arXiv:2108.01073.
 */
export async function createTranslator(
  model: DiffusionModel,
  engine: Engine,
  { batchSize }: { readonly batchSize: number },
): Promise<Translator> {
  return translatorOf(await compileNetwork("createTranslator", model, engine, { batchSize }));
}

/** Create a translator from a compiled network, which `dispose` frees. */
export function translatorOf(network: CompiledNetwork): Translator {
  const { model, batchSize } = network;
  const { height, width, channels } = model.card;

  async function* generateTranslations(
    images: readonly UnitImage[],
    options: TranslateOptions,
    { sampler, to, from }: CheckedTranslation,
  ): AsyncGenerator<TranslatedImage> {
    const { seed = 0, keep } = options;
    const { calls } = to;
    const batches = imageBatches(0, images.length, batchSize);
    const timesteps = timestepsOf(sampler, options);
    const ofModel = { ...sampler.options, timesteps };
    const callsOfBatch = timesteps.length * (calls + (from ? 1 : 0));
    const watch = watchSamplers(options, batches.length * callsOfBatch);

    async function sampleBatch(batch: ImageBatch): Promise<readonly Float32Array[]> {
      const noise = seededNoise(seed, batch.indices, [height, width, channels]);
      // The last image is repeated to fill the batch.
      const xStart = stackedImages(
        batch.indices.map((index) => images[Math.min(index, images.length - 1)]!.values),
      );
      const begin = from
        ? await invertDdim(network.denoiser(from, batch.indices), xStart, { ...ofModel, ...watch(batch, 1) })
        : addNoise(xStart, noise.initial(), ofModel.schedule.alphasCumprod[timesteps[0]!]!);
      const samplerOptions = { ...ofModel, ...watch(batch, calls) };
      const start = { initial: () => begin, step: noise.step };
      return clampedImages(
        await sampler.sample(network.denoiser(to, batch.indices), start, samplerOptions),
        batchSize,
      );
    }

    for (const batch of batches) {
      for (const [place, generated] of (await sampleBatch(batch)).entries()) {
        const index = batch.indices[place]!;
        if (index >= images.length) continue;
        const values = keep === "colour" ? keepColour(images[index]!, generated) : generated;
        yield { index, label: to.label, values, height, width, channels };
      }
    }
  }

  return {
    model,
    translate: (images, options) =>
      generateTranslations([...images], options, checkedTranslation(network, images, options)),
    dispose: network.dispose,
  };
}

/** Return the sampler's timesteps, or the same number of timesteps over the part of the trajectory set by the strength. */
function timestepsOf({ sampler, steps, options }: ModelSampler, asked: TranslateOptions): Int32Array {
  const { method = translateDefaults.method } = asked;
  const { strength = translateDefaults.strength[method] } = asked;
  if (strength === 1) return options.timesteps;
  const first = Math.max(Math.round(strength * options.schedule.numTimesteps), 1) - 1;
  return timestepsFrom(options.schedule, sampler, steps, first);
}
