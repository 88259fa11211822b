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

/** A translated image. Its values, clamped to [-1, 1], are the caller's. */
export interface TranslatedImage extends UnitImage {
  /** Its number among the images that were given. */
  readonly index: number;
  /** The class that it was translated to; undefined if none was asked for. */
  readonly label: number | undefined;
}

/** Makes images of one class look like another's with a model. */
export interface Translator {
  /**
   * Translates images, a batch at a time as they are asked for.
   *
   * Image k is a function of its values, the seed, k, the options and the batch size, bit for bit, however many are translated with it.
   *
   * @param images - Of the model's size, in [-1, 1].
   * @throws RangeError, at once, if an image is of another size or out of range, an option is out of range, the model has no such class, or
   * the method needs one.
   */
  translate(images: readonly UnitImage[], options: TranslateOptions): AsyncIterable<TranslatedImage>;
  readonly model: DiffusionModel;
  /** Frees the compiled network. Nothing must be running. */
  dispose(): Promise<void>;
}

/**
 * Makes a model ready to translate images: compiles its network with the weights baked in.
 *
 * @param model - Leave its arrays alone until the translator is disposed: some engines do not copy them.
 * @param engine - Runs the network. It stays the caller's.
 * @param options - `batchSize`: images that are translated together. Batches are always full.
 * @returns The translator. The caller disposes it.
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is no whole number from 1.
 * @see Su et al. 2023, Dual diffusion implicit bridges, arXiv:2203.08382; Meng et al. 2022, SDEdit, arXiv:2108.01073.
 */
export async function createTranslator(
  model: DiffusionModel,
  engine: Engine,
  { batchSize }: { readonly batchSize: number },
): Promise<Translator> {
  return translatorOf(await compileNetwork("createTranslator", model, engine, { batchSize }));
}

/** Translates images by a compiled network, which the translator disposes. */
export function translatorOf(network: CompiledNetwork): Translator {
  const { model, batchSize } = network;
  const { height, width, channels } = model.card;

  async function* draw(
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
      // The last image again fills the batch.
      const xStart = stackedImages(
        batch.indices.map((index) => images[Math.min(index, images.length - 1)]!.values),
      );
      const begin = from
        ? await invertDdim(network.denoiser(from, batch.indices), xStart, { ...ofModel, ...watch(batch, 1) })
        : addNoise(xStart, noise.initial(), ofModel.schedule.alphasCumprod[timesteps[0]!]!);
      const drawing = { ...ofModel, ...watch(batch, calls) };
      const start = { initial: () => begin, step: noise.step };
      return clampedImages(
        await sampler.sample(network.denoiser(to, batch.indices), start, drawing),
        batchSize,
      );
    }

    for (const batch of batches) {
      for (const [place, drawn] of (await sampleBatch(batch)).entries()) {
        const index = batch.indices[place]!;
        if (index >= images.length) continue;
        const values = keep === "colour" ? keepColour(images[index]!, drawn) : drawn;
        yield { index, label: to.label, values, height, width, channels };
      }
    }
  }

  return {
    model,
    translate: (images, options) => draw([...images], options, checkedTranslation(network, images, options)),
    dispose: network.dispose,
  };
}

/** The sampler's timesteps, or as many over the part of the trajectory that the strength asks for. */
function timestepsOf({ sampler, steps, options }: ModelSampler, asked: TranslateOptions): Int32Array {
  const { method = translateDefaults.method } = asked;
  const { strength = translateDefaults.strength[method] } = asked;
  if (strength === 1) return options.timesteps;
  const first = Math.max(Math.round(strength * options.schedule.numTimesteps), 1) - 1;
  return timestepsFrom(options.schedule, sampler, steps, first);
}
