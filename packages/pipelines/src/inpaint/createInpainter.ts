import type { Engine } from "@cellgen/engine";
import { dpmppTimesteps, repaint, repaintSteps, seededNoise } from "@cellgen/samplers";
import type { GeneratedImage } from "../generate/createGenerator.ts";
import { checkNumbers } from "../generate/generateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import { type ClassCondition, classCondition } from "../network/classCondition.ts";
import { type CompiledNetwork, compileNetwork } from "../network/compileNetwork.ts";
import { clampedImages, type ImageBatch, imageBatches, stackedImages } from "../network/imageBatches.ts";
import { checkImageSize, checkUnitValues, type UnitImage } from "../network/unitImage.ts";
import { type ModelSampler, modelSampler } from "../sampling/modelSampler.ts";
import { watchSamplers } from "../sampling/pipelineProgress.ts";
import type { InpaintOptions, InpaintPreset } from "./inpaintOptions.ts";

/** Inpaints masked regions of images with a model. */
export interface Inpainter {
  /**
   * Generate completions of an image by RePaint, one batch at a time on demand.
   *
   * Known pixels are bitwise equal to those of the image. Completion k is bitwise reproducible for equal image, mask, seed, k, options and
   * batch size, and does not depend on the number of completions.
   *
   * @param image - Of the model's size. Its masked pixels are ignored.
   * @param mask - `[height, width]`, row-major: 1 for pixels to inpaint, 0 for known pixels.
   * @throws RangeError, when called, if the image or the mask has another size, a known pixel is not in [-1, 1], the mask has no pixels to
   *   inpaint or no known pixels, an option is out of range, or the model has no such class.
   */
  inpaint(image: UnitImage, mask: Uint8Array, options: InpaintOptions): AsyncIterable<GeneratedImage>;
  readonly model: DiffusionModel;
  /** Free the compiled network. Wait for running calls to finish first. */
  dispose(): Promise<void>;
}

/**
 * Create an inpainter: compile the model's network with its weights as constants.
 *
 * @param model - Do not change its arrays until the inpainter is disposed: some engines do not copy them.
 * @param engine - Runs the network. The inpainter does not dispose it.
 * @param options - `batchSize`: number of completions computed together. Batches are always full.
 * @returns The inpainter. Dispose of it after use.
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is not a positive integer.
 * @see Lugmayr et al. 2022, arXiv:2201.09865.
 */
export async function createInpainter(
  model: DiffusionModel,
  engine: Engine,
  { batchSize }: { readonly batchSize: number },
): Promise<Inpainter> {
  return inpainterOf(await compileNetwork("createInpainter", model, engine, { batchSize }));
}

/** Create an inpainter from a compiled network, which `dispose` frees. */
export function inpainterOf(network: CompiledNetwork): Inpainter {
  const { model, batchSize } = network;
  const { height, width, channels } = model.card;

  async function* generateCompletions(
    { known, filled }: Hole,
    options: InpaintOptions,
    condition: ClassCondition,
    { sample, options: ofModel }: ModelSampler,
  ): AsyncGenerator<GeneratedImage> {
    const { count, first = 0, seed, jumpLength, resamplings } = options;
    const { calls, label } = condition;
    const batches = imageBatches(first, count, batchSize);
    const steps = repaintSteps(options.steps, jumpLength, resamplings).length;
    const watch = watchSamplers(options, batches.length * steps * calls);

    async function sampleBatch(batch: ImageBatch): Promise<readonly Float32Array[]> {
      const noise = seededNoise(seed, batch.indices, [height, width, channels]);
      const xStart = stackedImages(batch.indices.map(() => known));
      const mask = stackedImages(batch.indices.map(() => filled));
      const samplerOptions = { ...ofModel, sampler: sample, jumpLength, resamplings, ...watch(batch, calls) };
      const conditioned = network.denoiser(condition, batch.indices);
      return clampedImages(await repaint(conditioned, noise, { xStart, mask }, samplerOptions), batchSize);
    }

    for (const batch of batches) {
      for (const [place, values] of (await sampleBatch(batch)).entries()) {
        const index = batch.indices[place]!;
        if (index < first || index >= first + count) continue;
        yield { index, seed, label, values, height, width, channels };
      }
    }
  }

  return {
    model,
    inpaint: (image, mask, options) => {
      const hole = holeOf(model, image, mask);
      const { count, first = 0, seed } = options;
      checkNumbers("inpaint", "count", { count, first, seed }, batchSize);
      const condition = classCondition("inpaint", model, { ...options, class: options.class });
      const sampler = inpaintSampler(model, options);
      return generateCompletions(hole, options, condition, sampler);
    },
    dispose: network.dispose,
  };
}

/** @throws RangeError if an option is out of range. */
function inpaintSampler({ scheduler }: DiffusionModel, preset: InpaintPreset): ModelSampler {
  const { spacing = "log-snr", steps, jumpLength, resamplings } = preset;
  if (spacing !== "log-snr" && spacing !== "scheduler") {
    throw new RangeError(
      `inpaint: spacing must be "log-snr" or "scheduler", got ${JSON.stringify(spacing)}.`,
    );
  }
  const sampler = modelSampler("inpaint", scheduler, preset);
  if (!Number.isInteger(resamplings) || resamplings < 1) {
    throw new RangeError(`inpaint: resamplings must be an integer of at least 1, got ${resamplings}.`);
  }
  if (!Number.isInteger(jumpLength) || jumpLength < 1 || (jumpLength >= steps && resamplings > 1)) {
    throw new RangeError(
      `inpaint: jumpLength must be an integer in 1…${steps - 1} for ${steps} steps, got ${jumpLength}.`,
    );
  }
  if (spacing === "scheduler") return sampler;
  const timesteps = dpmppTimesteps(sampler.options.schedule, steps);
  return { ...sampler, options: { ...sampler.options, timesteps } };
}

interface Hole {
  /** The image, with masked values set to 0. */
  readonly known: Float32Array;
  /** 1 for each value to inpaint, 0 for the others. */
  readonly filled: Float32Array;
}

/** @throws RangeError if no pixel is masked, or none is known, or a known pixel is out of range. */
function holeOf({ card }: DiffusionModel, image: UnitImage, mask: Uint8Array): Hole {
  checkImageSize("inpaint", "image", image, card);
  const { height, width, channels } = image;
  if (mask.length !== height * width) {
    throw new RangeError(
      `inpaint: mask must be ${height} x ${width}, like the image, got ${mask.length} values.`,
    );
  }
  const wrong = mask.findIndex((value) => value > 1);
  if (wrong !== -1) {
    throw new RangeError(
      `inpaint: mask must be 1 for pixels to inpaint and 0 for known pixels, got ${mask[wrong]} at ${wrong}.`,
    );
  }
  if (!mask.includes(1)) throw new RangeError("inpaint: mask must have pixels to inpaint, got none.");
  if (!mask.includes(0)) {
    throw new RangeError(
      "inpaint: mask must leave pixels known, got none. Generate whole images with createGenerator.",
    );
  }
  const isFilled = (i: number) => mask[Math.floor(i / channels)] === 1;
  const known = image.values.map((value, i) => (isFilled(i) ? 0 : value));
  checkUnitValues("inpaint", "image", { ...image, values: known });
  return { known, filled: known.map((_, i) => (isFilled(i) ? 1 : 0)) };
}
