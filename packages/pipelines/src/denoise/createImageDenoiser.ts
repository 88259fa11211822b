import type { Engine } from "@cellgen/engine";
import { reflectPad } from "@cellgen/filters";
import { type SamplerNoise, seededNoise } from "@cellgen/samplers";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import { noiseScheduleOf } from "../model/noiseScheduleOf.ts";
import { classCondition } from "../network/classCondition.ts";
import { type CompiledNetwork, compileNetwork } from "../network/compileNetwork.ts";
import { clampedImages, stackedImages } from "../network/imageBatches.ts";
import type { UnitImage } from "../network/unitImage.ts";
import { type ModelSampler, modelSampler, type SamplerChoice } from "../sampling/modelSampler.ts";
import { timestepsFrom } from "../sampling/timestepsFrom.ts";
import { axisWindows } from "./axisWindows.ts";
import { beforeClipping, isClipped } from "./beforeClipping.ts";
import { checkDenoiseOptions, type DenoiseOptions, denoiseDefaults } from "./denoiseOptions.ts";
import { noiseTimestep, timestepNoise } from "./noiseTimestep.ts";
import { type ResidualCheck, residualCheck } from "./residualCheck.ts";
import { runningMoments } from "./runningMoments.ts";
import { tiledDenoiser } from "./tiledDenoiser.ts";

/** A denoised image. Its arrays are the caller's. */
export interface DenoisedImage {
  /** Of the input's size. */
  readonly estimate: UnitImage;
  /** In mode "sample" every sample, the estimate first; else empty. */
  readonly samples: readonly UnitImage[];
  /** Of several samples: their standard deviation at each value of the estimate. */
  readonly uncertainty?: Float32Array;
  /** Where the reverse process began. */
  readonly timestep: number;
  /** That timestep's noise, which the model took the image's for: nearly the one that was given. */
  readonly timestepNoise: number;
  /** Whether the noise is less than the model can tell: that of timestep 0, which it was taken for. Then `residual` has no warnings. */
  readonly isBelowModel: boolean;
  /** The network's calls. */
  readonly calls: number;
  readonly residual: ResidualCheck;
}

/** Denoises images with a model. */
export interface ImageDenoiser {
  /**
   * Denoises an image or a field of any size.
   *
   * A side shorter than the model's is mirrored at both ends; a longer field goes through windows that overlap by half, blended at every
   * step. The outermost pixels have neighbours on one side alone: their error is about a quarter larger than inside (of blood cells with noise of a
   * tenth of the range), which mirroring the field beyond its edges hardly changes. The result is a function of the image, the options and the batch size, bit for bit.
   *
   * @throws RangeError if the image is not the model's or holds no numbers, or an option is out of range; `signal.reason` when aborted.
   */
  denoise(image: UnitImage, options: DenoiseOptions): Promise<DenoisedImage>;
  readonly model: DiffusionModel;
  /** Frees the compiled network. Nothing must be running. */
  dispose(): Promise<void>;
}

/**
 * Makes a model ready to denoise images: compiles its network with the weights baked in.
 *
 * An image with white noise, `y = xStart + noise ε`, is x_t but for its scale: `xt = sqrt(ᾱ_t) y` at the timestep with
 * `sqrt(1 − ᾱ_t) / sqrt(ᾱ_t) = noise`, the nearest there is. So the reverse process may begin there.
 *
 * @param model - Leave its arrays alone until the denoiser is disposed: some engines do not copy them.
 * @param engine - Runs the network. It stays the caller's.
 * @param options - `batchSize`: windows and samples that go through the network together. Batches are always full.
 * @returns The denoiser. The caller disposes it.
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is no whole number from 1.
 */
export async function createImageDenoiser(
  model: DiffusionModel,
  engine: Engine,
  { batchSize }: { readonly batchSize: number },
): Promise<ImageDenoiser> {
  return imageDenoiserOf(await compileNetwork("createImageDenoiser", model, engine, { batchSize }));
}

/** Denoises images by a compiled network, which the denoiser disposes. */
export function imageDenoiserOf(network: CompiledNetwork): ImageDenoiser {
  const { model, batchSize } = network;
  const size = [model.card.height, model.card.width] as const;
  const overlap = Math.max(1, Math.floor(Math.min(...size) / 2));
  const schedule = noiseScheduleOf(model.scheduler);

  async function denoise(image: UnitImage, options: DenoiseOptions): Promise<DenoisedImage> {
    checkDenoiseOptions(model, image, options);
    const condition = classCondition("denoise", model, { class: options.class });
    const { noise, mode, samples = denoiseDefaults.samples, seed = 0, limits, signal } = options;
    const { sampler = denoiseDefaults.sampler, steps = denoiseDefaults.steps, eta = 0 } = options;
    const timestep = noiseTimestep("denoise", schedule, noise);
    const { image: given, crop: cut } = reflectPad(image, size);
    const estimating = drawingOf(oneStep, timestep);
    const sampling = drawingOf({ sampler, steps: Math.min(steps, timestep + 1), eta }, timestep);
    const drawing = mode === "mean" && samples === 1 ? estimating : sampling;
    const isClippedAnywhere = limits && given.values.some((value) => isClipped(value, limits));

    const windows =
      axisWindows(given.height, size[0], overlap).starts.length *
      axisWindows(given.width, size[1], overlap).starts.length;
    const groups = groupsOf(samples, Math.max(1, Math.floor(batchSize / windows)));
    const callsOf = (images: number) => Math.ceil((images * windows) / batchSize);
    const totalCalls = groups.reduce(
      (sum, { length }) => sum + callsOf(length) * drawing.timesteps.length,
      isClippedAnywhere ? callsOf(1) : 0,
    );
    let calls = 0;
    const denoiser = tiledDenoiser(network.denoiser(condition, new Array<number>(batchSize).fill(0)), {
      field: [given.height, given.width, model.card.channels],
      size,
      overlap,
      batchSize,
      ...(signal ? { signal } : {}),
      onWindows: () => {
        calls++;
        return options.onProgress?.({ calls, totalCalls });
      },
    });
    const draw = async (
      field: UnitImage,
      { sample, ...drawn }: Drawing,
      indices: readonly number[],
    ): Promise<readonly Float32Array[]> => {
      const start = startingAt(field, schedule.sqrtAlphasCumprod[timestep]!, seed, indices);
      const drawing = { ...drawn, ...(signal ? { signal } : {}) };
      return clampedImages(await sample(denoiser, start, drawing), indices.length);
    };

    let field = given;
    if (isClippedAnywhere) {
      // One round of the EM algorithm: another gains less than 0.05 dB.
      const [estimate] = await draw(field, estimating, [0]);
      field = { ...given, values: beforeClipping(given.values, estimate!, noise, limits!) };
    }
    const moments = runningMoments(image.values.length);
    const all: UnitImage[] = [];
    for (const group of groups) {
      for (const larger of await draw(field, drawing, group)) {
        const values = cut(larger);
        moments.add(values);
        if (mode === "sample") all.push({ ...image, values });
      }
    }
    const estimate = all[0] ?? { ...image, values: moments.mean() };
    const uncertainty = samples > 1 ? moments.deviation() : undefined;
    const expected = mode === "mean" && uncertainty ? expectedOfMean(noise, uncertainty, samples) : noise;
    const taken = timestepNoise(schedule, timestep);
    const isBelowModel = timestep === 0 && noise < taken;
    const residual = residualCheck(
      { ...image, values: cut(field.values) },
      estimate.values,
      noise,
      expected,
      mode,
    );
    return {
      estimate,
      samples: all,
      ...(uncertainty ? { uncertainty } : {}),
      timestep,
      timestepNoise: taken,
      isBelowModel,
      calls,
      // The residual is of another noise than the stated one.
      residual: isBelowModel ? { ...residual, warnings: [] } : residual,
    };
  }

  /** A sampler that begins at a timestep, with its options. */
  function drawingOf(choice: CompleteChoice, timestep: number): Drawing {
    const { sample, options } = modelSampler("denoise", model.scheduler, choice);
    return { sample, ...options, timesteps: timestepsFrom(schedule, choice.sampler, choice.steps, timestep) };
  }

  return { model, denoise, dispose: network.dispose };
}

type Drawing = Pick<ModelSampler, "sample"> & ModelSampler["options"];

type CompleteChoice = SamplerChoice & Pick<ModelSampler, "sampler" | "steps">;

/** DDIM's only step is to the predicted clean image. */
const oneStep: CompleteChoice = { sampler: "ddim", steps: 1 };

/** The numbers of samples that go through the network together. */
function groupsOf(samples: number, together: number): number[][] {
  return Array.from({ length: Math.ceil(samples / together) }, (_, group) =>
    Array.from(
      { length: Math.min(together, samples - group * together) },
      (_, place) => group * together + place,
    ),
  );
}

/** The noise of samples that all begin with the image itself. */
function startingAt(
  { values, height, width, channels }: UnitImage,
  scale: number,
  seed: number,
  indices: readonly number[],
): SamplerNoise {
  return {
    ...seededNoise(seed, indices, [height, width, channels]),
    initial() {
      const xt = values.map((value) => scale * value);
      return stackedImages(indices.map(() => xt));
    },
  };
}

/**
 * The standard deviation of the residual of the mean of n samples, whose variance is v: `noise² − v` of the mean of all that the model holds
 * possible, and v / n since n of them are not all.
 */
function expectedOfMean(noise: number, uncertainty: Float32Array, samples: number): number {
  const variance = uncertainty.reduce((sum, deviation) => sum + deviation ** 2, 0) / uncertainty.length;
  return Math.sqrt(Math.max(noise ** 2 - variance * (1 - 1 / samples), 0));
}
