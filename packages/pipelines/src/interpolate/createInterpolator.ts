import type { Engine } from "@cellgen/engine";
import { invertDdim, type SamplerNoise, seededNoise } from "@cellgen/samplers";
import { checkSeed } from "../generate/generateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import { type ClassCondition, classCondition } from "../network/classCondition.ts";
import { type CompiledNetwork, compileNetwork } from "../network/compileNetwork.ts";
import { clampedImages, imageBatches, stackedImages } from "../network/imageBatches.ts";
import { checkImageSize, checkUnitValues, type UnitImage } from "../network/unitImage.ts";
import { type ModelSampler, modelSampler } from "../sampling/modelSampler.ts";
import { type Watch, watchSamplers } from "../sampling/pipelineProgress.ts";
import { checkDeterministic } from "../sampling/samplerNoise.ts";
import { type InterpolateOptions, interpolateDefaults } from "./interpolateOptions.ts";
import { mixedDenoiser } from "./mixedDenoiser.ts";
import { noiseBetween } from "./noiseBetween.ts";

/** A frame of an interpolation. Its values are a new array, clamped to [-1, 1]. */
export interface InterpolatedImage extends UnitImage {
  /** Index among the frames. */
  readonly index: number;
  /** Position between the ends: 0 for the first frame, 1 for the last. */
  readonly position: number;
}

/** Interpolates between two images with a model, through plausible intermediate images. */
export interface Interpolator {
  /**
   * Generate the frames between image 0 of two seeds, by spherical interpolation of all noise.
   *
   * The first and the last frame are the images that a generator returns for equal options and batch size: bitwise equal at the same place in a
   * batch, otherwise within less than one of 255 gray levels.
   *
   * @param from - Seed of the first frame, an integer in 0…2^53-1, like `to`.
   * @param frames - Number of frames, both ends included, at least 2.
   * @throws RangeError, when called, if a number is out of range or the model has no such class.
   */
  betweenSeeds(
    from: number,
    to: number,
    frames: number,
    options: InterpolateOptions,
  ): AsyncIterable<InterpolatedImage>;
  /**
   * Generate the frames between two images: invert both to noise as their classes, and interpolate the noise.
   *
   * The first and the last frame are reconstructions of the given images, as exact as the inversion; "ddim" is the most exact. Samplers that
   * add noise throw an error, because their frames would not resemble the images.
   *
   * @param from - Image of the model's size, in [-1, 1], like `to`.
   * @param frames - Number of frames, both ends included, at least 2.
   * @throws RangeError, when called, if an image has another size or values out of range, a number is out of range, or the model has no such
   *   class.
   */
  betweenImages(
    from: UnitImage,
    to: UnitImage,
    frames: number,
    options: InterpolateOptions,
  ): AsyncIterable<InterpolatedImage>;
  readonly model: DiffusionModel;
  /** Free the compiled network. Wait for running calls to finish first. */
  dispose(): Promise<void>;
}

/**
 * Create an interpolator: compile the model's network with its weights as constants.
 *
 * @param model - Do not change its arrays until the interpolator is disposed: some engines do not copy them.
 * @param engine - Runs the network. The interpolator does not dispose it.
 * @param options - `batchSize`: number of frames computed together. Batches are always full.
 * @returns The interpolator. Dispose of it after use.
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is not a positive integer.
 * @see Song et al. 2021, arXiv:2010.02502, section 5.3.
 */
export async function createInterpolator(
  model: DiffusionModel,
  engine: Engine,
  { batchSize }: { readonly batchSize: number },
): Promise<Interpolator> {
  return interpolatorOf(await compileNetwork("createInterpolator", model, engine, { batchSize }));
}

/** Create an interpolator from a compiled network, which `dispose` frees. */
export function interpolatorOf(network: CompiledNetwork): Interpolator {
  const { model, batchSize } = network;
  const { height, width, channels } = model.card;
  const shape = [height, width, channels] as const;

  async function* generateFrames(
    noises: readonly [SamplerNoise, SamplerNoise],
    frames: number,
    { ends: [first, last], calls, sampler: { sample, options } }: CheckedInterpolation,
    watch: Watch,
  ): AsyncGenerator<InterpolatedImage> {
    for (const batch of imageBatches(0, frames, batchSize)) {
      // The last frame is repeated to fill the batch.
      const positions = batch.indices.map((index) => Math.min(index / (frames - 1), 1));
      const ofFirst = network.denoiser(first, batch.indices);
      const denoiser =
        first.label === last.label
          ? ofFirst
          : mixedDenoiser(ofFirst, network.denoiser(last, batch.indices), positions);
      const noise = noiseBetween(...noises, positions);
      const samplerOptions = { ...options, ...watch(batch, calls) };
      const samples = await sample(denoiser, noise, samplerOptions);
      for (const [place, values] of clampedImages(samples, batchSize).entries()) {
        const index = batch.indices[place]!;
        if (index < frames) yield { index, position: positions[place]!, values, height, width, channels };
      }
    }
  }

  /** Invert two images to noise. */
  async function inverted(
    images: readonly [UnitImage, UnitImage],
    { ends, sampler: { options } }: CheckedInterpolation,
    watch: Watch,
  ): Promise<readonly [Float32Array, Float32Array]> {
    const unguided = { guidanceScale: 1, labelOf: (end: number) => ends[end]!.label };
    const noises: Float32Array[] = [];
    for (const batch of imageBatches(0, 2, batchSize)) {
      const places = batch.indices.map((index) => Math.min(index, 1));
      const xStart = stackedImages(places.map((end) => images[end]!.values));
      const denoiser = network.denoiser(unguided, places);
      const xt = await invertDdim(denoiser, xStart, { ...options, ...watch(batch, 1) });
      const size = height * width * channels;
      for (let place = 0; place < batchSize; place++) {
        noises.push(xt.subarray(place * size, (place + 1) * size));
      }
    }
    return [noises[0]!, noises[1]!];
  }

  async function* generateBetweenImages(
    images: readonly [UnitImage, UnitImage],
    frames: number,
    options: InterpolateOptions,
    checked: CheckedInterpolation,
  ): AsyncGenerator<InterpolatedImage> {
    const watch = watchSamplers(
      options,
      checked.sampler.steps * (imageBatches(0, 2, batchSize).length + callsOfFrames(frames, checked)),
    );
    const [from, to] = await inverted(images, checked, watch);
    // `step` is never called: the accepted samplers add no noise.
    const { step } = seededNoise(0, [0], shape);
    const noises = [
      { initial: () => from, step },
      { initial: () => to, step },
    ] as const;
    yield* generateFrames(noises, frames, checked, watch);
  }

  /** Return the number of network calls per sampling step over all frames. */
  function callsOfFrames(frames: number, { calls }: CheckedInterpolation): number {
    return imageBatches(0, frames, batchSize).length * calls;
  }

  return {
    model,
    betweenSeeds: (from, to, frames, options) => {
      checkSeed("betweenSeeds", "from", from);
      checkSeed("betweenSeeds", "to", to);
      const checked = checkedInterpolation("betweenSeeds", model, frames, options);
      const noises = [seededNoise(from, [0], shape), seededNoise(to, [0], shape)] as const;
      const watch = watchSamplers(options, checked.sampler.steps * callsOfFrames(frames, checked));
      return generateFrames(noises, frames, checked, watch);
    },
    betweenImages: (from, to, frames, options) => {
      for (const [name, image] of Object.entries({ from, to })) {
        checkImageSize("betweenImages", name, image, model.card);
        checkUnitValues("betweenImages", name, image);
      }
      checkDeterministic("betweenImages", options);
      const checked = checkedInterpolation("betweenImages", model, frames, options);
      return generateBetweenImages([from, to], frames, options, checked);
    },
    dispose: network.dispose,
  };
}

/** An interpolation whose options fit the model. */
interface CheckedInterpolation {
  readonly sampler: ModelSampler;
  /** Classes of both ends. */
  readonly ends: readonly [from: ClassCondition, to: ClassCondition];
  /** Network calls per sampling step of a batch of frames. */
  readonly calls: number;
}

/** @throws RangeError if there are fewer than 2 frames, or an option is out of range. */
function checkedInterpolation(
  caller: string,
  model: DiffusionModel,
  frames: number,
  options: InterpolateOptions,
): CheckedInterpolation {
  const { class: given, guidanceScale, sampler = interpolateDefaults.sampler } = options;
  if (!Number.isInteger(frames) || frames < 2) {
    throw new RangeError(`${caller}: frames must be an integer of at least 2, got ${frames}.`);
  }
  const classes = typeof given === "object" ? given : ([given, given] as const);
  if ((classes as readonly unknown[]).length !== 2) {
    throw new RangeError(`${caller}: class must be one class, or the classes of both ends, got ${classes}.`);
  }
  const [from, to] = classes.map((end) => classCondition(caller, model, { class: end, guidanceScale })) as [
    ClassCondition,
    ClassCondition,
  ];
  return {
    ends: [from, to],
    calls: from.calls * (from.label === to.label ? 1 : 2),
    sampler: modelSampler(caller, model.scheduler, { ...options, sampler }),
  };
}
