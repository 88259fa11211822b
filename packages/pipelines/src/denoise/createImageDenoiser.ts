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
import { splitBeyondRange } from "./beyondRange.ts";
import { checkDenoiseOptions, type DenoiseOptions, denoiseDefaults } from "./denoiseOptions.ts";
import { noiseTimestep, timestepNoise } from "./noiseTimestep.ts";
import { type ResidualCheck, residualCheck } from "./residualCheck.ts";
import { runningMoments } from "./runningMoments.ts";
import { tiledDenoiser } from "./tiledDenoiser.ts";
import { windowOverlap } from "./windowOverlap.ts";

/** A denoised image. Its arrays are new. */
export interface DenoisedImage {
  /** The estimate, of the input's size. */
  readonly estimate: UnitImage;
  /** In mode "sample" all samples, starting with the estimate; otherwise empty. */
  readonly samples: readonly UnitImage[];
  /** Standard deviation of the samples at each value of the estimate, if there are several samples. */
  readonly uncertainty?: Float32Array;
  /** Timestep at which the reverse process started. */
  readonly timestep: number;
  /** Noise level of that timestep, which the network was evaluated for: approximately the given noise. */
  readonly timestepNoise: number;
  /** Whether the noise is below that of timestep 0, which was used instead. If so, `residual` has no warnings. */
  readonly isBelowModel: boolean;
  /** Number of network calls. */
  readonly calls: number;
  readonly residual: ResidualCheck;
}

/** Denoises images with a model. */
export interface ImageDenoiser {
  /**
   * Denoise an image or a field of any size.
   *
   * An axis shorter than the model's is mirrored at both ends. A larger field is processed in windows that overlap by half and are blended
   * at every step. Pixels at the border have neighbors on one side only: their error is about a quarter larger than inside (blood cells,
   * noise of a tenth of the range). Mirroring the field beyond its border hardly reduces it. The result is bitwise reproducible for equal
   * image, options and batch size.
   *
   * @throws RangeError if the image does not fit the model or holds values that are not numbers, or an option is out of range;
   *   `signal.reason` when aborted.
   */
  denoise(image: UnitImage, options: DenoiseOptions): Promise<DenoisedImage>;
  readonly model: DiffusionModel;
  /** Free the compiled network. Wait for running calls to finish first. */
  dispose(): Promise<void>;
}

/**
 * Create a denoiser: compile the model's network with its weights as constants.
 *
 * An image with white noise, `y = xStart + noise ε`, is x_t up to a scale factor: `xt = sqrt(ᾱ_t) y` at the timestep with
 * `sqrt(1 − ᾱ_t) / sqrt(ᾱ_t) = noise`. The reverse process starts at the nearest timestep.
 *
 * @param model - Do not change its arrays until the denoiser is disposed: some engines do not copy them.
 * @param engine - Runs the network. The denoiser does not dispose it.
 * @param options - `batchSize`: number of windows and samples computed together. Batches are always full.
 * @returns The denoiser. Dispose of it after use.
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is not a positive integer.
 */
export async function createImageDenoiser(
  model: DiffusionModel,
  engine: Engine,
  { batchSize }: { readonly batchSize: number },
): Promise<ImageDenoiser> {
  return imageDenoiserOf(await compileNetwork("createImageDenoiser", model, engine, { batchSize }));
}

/** Create a denoiser from a compiled network, which `dispose` frees. */
export function imageDenoiserOf(network: CompiledNetwork): ImageDenoiser {
  const { model, batchSize } = network;
  const size = [model.card.height, model.card.width] as const;
  const overlap = windowOverlap(size);
  const schedule = noiseScheduleOf(model.scheduler);

  async function denoise(image: UnitImage, options: DenoiseOptions): Promise<DenoisedImage> {
    checkDenoiseOptions(model, image, options);
    const condition = classCondition("denoise", model, { class: options.class });
    const { noise, mode, samples = denoiseDefaults.samples, seed = 0, limits, signal } = options;
    const { sampler = denoiseDefaults.sampler, steps = denoiseDefaults.steps, eta = 0 } = options;
    const timestep = noiseTimestep("denoise", schedule, noise);
    const split = splitBeyondRange(image.values, noise);
    const { image: given, crop: cut } = reflectPad({ ...image, values: split.values }, size);
    const estimating = samplerFrom(oneStep, timestep);
    const sampling = samplerFrom({ sampler, steps: Math.min(steps, timestep + 1), eta }, timestep);
    const chosen = mode === "mean" && samples === 1 ? estimating : sampling;
    const isClippedAnywhere = limits && given.values.some((value) => isClipped(value, limits));

    const windows =
      axisWindows(given.height, size[0], overlap).starts.length *
      axisWindows(given.width, size[1], overlap).starts.length;
    const groups = groupsOf(samples, Math.max(1, Math.floor(batchSize / windows)));
    const callsOf = (images: number) => Math.ceil((images * windows) / batchSize);
    const totalCalls = groups.reduce(
      (sum, { length }) => sum + callsOf(length) * chosen.timesteps.length,
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
    const sampleField = async (
      field: UnitImage,
      { sample, ...samplerOptions }: StartedSampler,
      indices: readonly number[],
    ): Promise<readonly Float32Array[]> => {
      const start = startingAt(field, schedule.sqrtAlphasCumprod[timestep]!, seed, indices);
      const images = await sample(denoiser, start, { ...samplerOptions, ...(signal ? { signal } : {}) });
      return clampedImages(images, indices.length);
    };

    let field = given;
    if (isClippedAnywhere) {
      // One EM iteration: a second gains less than 0.05 dB.
      const [estimate] = await sampleField(field, estimating, [0]);
      field = { ...given, values: beforeClipping(given.values, estimate!, noise, limits!) };
    }
    const moments = runningMoments(image.values.length);
    const all: UnitImage[] = [];
    for (const group of groups) {
      for (const larger of await sampleField(field, chosen, group)) {
        const values = split.restore(cut(larger));
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
      { ...image, values: split.restore(cut(field.values)) },
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
      // The residual corresponds to a noise level other than the stated one.
      residual: isBelowModel ? { ...residual, warnings: [] } : residual,
    };
  }

  /** Return a sampler that starts at a timestep, with its options. */
  function samplerFrom(choice: CompleteChoice, timestep: number): StartedSampler {
    const { sample, options } = modelSampler("denoise", model.scheduler, choice);
    return { sample, ...options, timesteps: timestepsFrom(schedule, choice.sampler, choice.steps, timestep) };
  }

  return { model, denoise, dispose: network.dispose };
}

/** A sampler that starts at a timestep, with its options. */
type StartedSampler = Pick<ModelSampler, "sample"> & ModelSampler["options"];

type CompleteChoice = SamplerChoice & Pick<ModelSampler, "sampler" | "steps">;

/** The single step of DDIM returns the predicted clean image. */
const oneStep: CompleteChoice = { sampler: "ddim", steps: 1 };

/** Split the sample indices into groups that are computed together. */
function groupsOf(samples: number, together: number): number[][] {
  return Array.from({ length: Math.ceil(samples / together) }, (_, group) =>
    Array.from(
      { length: Math.min(together, samples - group * together) },
      (_, place) => group * together + place,
    ),
  );
}

/** Return the noise of samples that all start from the image itself. */
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
 * Return the expected standard deviation of the residual of a mean of n samples with variance v: its variance is `noise² − v` for the
 * posterior mean, plus v / n because the number of samples is finite.
 */
function expectedOfMean(noise: number, uncertainty: Float32Array, samples: number): number {
  const variance = uncertainty.reduce((sum, deviation) => sum + deviation ** 2, 0) / uncertainty.length;
  return Math.sqrt(Math.max(noise ** 2 - variance * (1 - 1 / samples), 0));
}
