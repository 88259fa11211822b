import type { Engine } from "@cellgen/engine";
import { invertDdim, type SamplerNoise, seededNoise } from "@cellgen/samplers";
import { checkSeed } from "../generate/generateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import { type ClassCondition, classCondition } from "../network/classCondition.ts";
import { type CompiledNetwork, compileNetwork } from "../network/compileNetwork.ts";
import { clampedImages, imageBatches, stackedImages } from "../network/imageBatches.ts";
import { checkImageSize, checkUnitValues, type UnitImage } from "../network/unitImage.ts";
import { checkDeterministic, type ModelSampler, modelSampler } from "../sampling/modelSampler.ts";
import { type Watch, watchSamplers } from "../sampling/pipelineProgress.ts";
import { type InterpolateOptions, interpolateDefaults } from "./interpolateOptions.ts";
import { mixedDenoiser } from "./mixedDenoiser.ts";
import { noiseBetween } from "./noiseBetween.ts";

/** An image between two others. Its values, clamped to [-1, 1], are the caller's. */
export interface InterpolatedImage extends UnitImage {
  /** Its number among the frames. */
  readonly index: number;
  /** Where it lies: 0 at the first frame, 1 at the last. */
  readonly position: number;
}

/** Goes from one image to another with a model, through images that all could be. */
export interface Interpolator {
  /**
   * Generates the frames between image 0 of one seed and image 0 of another: all noise is interpolated on the sphere.
   *
   * The first and the last frame are those images, as a generator makes them with the same options and batch size: bit for bit at the same
   * place in a batch, within less than a grey level of 255 elsewhere.
   *
   * @param from - A seed, an integer in 0…2^53-1; `to` another.
   * @param frames - From 2, both ends included.
   * @throws RangeError, at once, if a number is out of range or the model has no such class.
   */
  betweenSeeds(
    from: number,
    to: number,
    frames: number,
    options: InterpolateOptions,
  ): AsyncIterable<InterpolatedImage>;
  /**
   * Generates the frames between two images: from the noises that they are inverted to, as their classes.
   *
   * The first and the last frame are what the model makes of both ends: as close to the images as the inversion comes back, "ddim" the
   * closest. Samplers that add noise are refused: their frames would not resemble the images.
   *
   * @param from - Of the model's size, in [-1, 1], as `to`.
   * @param frames - From 2, both ends included.
   * @throws RangeError, at once, if an image is of another size or out of range, a number is out of range, or the model has no such class.
   */
  betweenImages(
    from: UnitImage,
    to: UnitImage,
    frames: number,
    options: InterpolateOptions,
  ): AsyncIterable<InterpolatedImage>;
  readonly model: DiffusionModel;
  /** Frees the compiled network. Nothing must be running. */
  dispose(): Promise<void>;
}

/**
 * Makes a model ready to interpolate: compiles its network with the weights baked in.
 *
 * @param model - Leave its arrays alone until the interpolator is disposed: some engines do not copy them.
 * @param engine - Runs the network. It stays the caller's.
 * @param options - `batchSize`: frames that are generated together. Batches are always full.
 * @returns The interpolator. The caller disposes it.
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is no whole number from 1.
 * @see Song et al. 2021, arXiv:2010.02502, section 5.3.
 */
export async function createInterpolator(
  model: DiffusionModel,
  engine: Engine,
  { batchSize }: { readonly batchSize: number },
): Promise<Interpolator> {
  return interpolatorOf(await compileNetwork("createInterpolator", model, engine, { batchSize }));
}

/** Interpolates by a compiled network, which the interpolator disposes. */
export function interpolatorOf(network: CompiledNetwork): Interpolator {
  const { model, batchSize } = network;
  const { height, width, channels } = model.card;
  const shape = [height, width, channels] as const;

  async function* drawFrames(
    noises: readonly [SamplerNoise, SamplerNoise],
    frames: number,
    { ends: [first, last], calls, sampler: { sample, options } }: CheckedInterpolation,
    watch: Watch,
  ): AsyncGenerator<InterpolatedImage> {
    for (const batch of imageBatches(0, frames, batchSize)) {
      // What fills the batch is the last frame again.
      const positions = batch.indices.map((index) => Math.min(index / (frames - 1), 1));
      const ofFirst = network.denoiser(first, batch.indices);
      const denoiser =
        first.label === last.label
          ? ofFirst
          : mixedDenoiser(ofFirst, network.denoiser(last, batch.indices), positions);
      const noise = noiseBetween(...noises, positions);
      const drawing = { ...options, ...watch(batch, calls) };
      const samples = await sample(denoiser, noise, drawing);
      for (const [place, values] of clampedImages(samples, batchSize).entries()) {
        const index = batch.indices[place]!;
        if (index < frames) yield { index, position: positions[place]!, values, height, width, channels };
      }
    }
  }

  /** The noises that two images are inverted to. */
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

  async function* drawBetweenImages(
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
    // The samplers that are accepted add no noise, so they do not call it.
    const { step } = seededNoise(0, [0], shape);
    const noises = [
      { initial: () => from, step },
      { initial: () => to, step },
    ] as const;
    yield* drawFrames(noises, frames, checked, watch);
  }

  /** Calls of the network in a step of all frames. */
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
      return drawFrames(noises, frames, checked, watch);
    },
    betweenImages: (from, to, frames, options) => {
      for (const [name, image] of Object.entries({ from, to })) {
        checkImageSize("betweenImages", name, image, model.card);
        checkUnitValues("betweenImages", name, image);
      }
      checkDeterministic("betweenImages", options);
      const checked = checkedInterpolation("betweenImages", model, frames, options);
      return drawBetweenImages([from, to], frames, options, checked);
    },
    dispose: network.dispose,
  };
}

/** An interpolation that the model can do. */
interface CheckedInterpolation {
  readonly sampler: ModelSampler;
  /** The classes of both ends. */
  readonly ends: readonly [from: ClassCondition, to: ClassCondition];
  /** Calls of the network in a step of a batch of frames. */
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
    throw new RangeError(`${caller}: frames must be a whole number from 2, got ${frames}.`);
  }
  const classes = typeof given === "object" ? given : ([given, given] as const);
  if ((classes as readonly unknown[]).length !== 2) {
    throw new RangeError(`${caller}: class must be one class or those of both ends, got ${classes}.`);
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
