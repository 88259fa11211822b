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
   * Generates completions of an image by RePaint, a batch at a time as they are requested.
   *
   * Known pixels are the image's, bit for bit. Completion k is a function of the image, the mask, the seed, k, the options and the batch
   * size, bit for bit, whatever the number of completions.
   *
   * @param image - Of the model's size. What it holds in the holes makes no difference.
   * @param mask - `[height, width]`, row-major: 1 where a pixel is to be filled, 0 where it is known.
   * @throws RangeError, at once, if the image or the mask is of another size, a known pixel is not in [-1, 1], the mask fills nothing or
   * leaves nothing known, an option is out of range, or the model has no such class.
   */
  inpaint(image: UnitImage, mask: Uint8Array, options: InpaintOptions): AsyncIterable<GeneratedImage>;
  readonly model: DiffusionModel;
  /** Frees the compiled network. Nothing must be running. */
  dispose(): Promise<void>;
}

/**
 * Makes a model ready to inpaint images: compiles its network with the weights baked in.
 *
 * @param model - Leave its arrays alone until the inpainter is disposed: some engines do not copy them.
 * @param engine - Runs the network. It stays the caller's.
 * @param options - `batchSize`: completions that are generated together. Batches are always full.
 * @returns The inpainter. The caller disposes it.
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is no whole number from 1.
 * @see Lugmayr et al. 2022, arXiv:2201.09865.
 */
export async function createInpainter(
  model: DiffusionModel,
  engine: Engine,
  { batchSize }: { readonly batchSize: number },
): Promise<Inpainter> {
  return inpainterOf(await compileNetwork("createInpainter", model, engine, { batchSize }));
}

/** Inpaints images by a compiled network, which the inpainter disposes. */
export function inpainterOf(network: CompiledNetwork): Inpainter {
  const { model, batchSize } = network;
  const { height, width, channels } = model.card;

  async function* draw(
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
      const drawing = { ...ofModel, sampler: sample, jumpLength, resamplings, ...watch(batch, calls) };
      const conditioned = network.denoiser(condition, batch.indices);
      return clampedImages(await repaint(conditioned, noise, { xStart, mask }, drawing), batchSize);
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
      return draw(hole, options, condition, sampler);
    },
    dispose: network.dispose,
  };
}

/** @throws RangeError if an option is out of range. */
function inpaintSampler({ scheduler }: DiffusionModel, drawing: InpaintPreset): ModelSampler {
  const { spacing = "log-snr", steps, jumpLength, resamplings } = drawing;
  if (spacing !== "log-snr" && spacing !== "scheduler") {
    throw new RangeError(
      `inpaint: spacing must be "log-snr" or "scheduler", got ${JSON.stringify(spacing)}.`,
    );
  }
  const sampler = modelSampler("inpaint", scheduler, drawing);
  if (!Number.isInteger(resamplings) || resamplings < 1) {
    throw new RangeError(`inpaint: resamplings must be a whole number from 1, got ${resamplings}.`);
  }
  if (!Number.isInteger(jumpLength) || jumpLength < 1 || (jumpLength >= steps && resamplings > 1)) {
    throw new RangeError(
      `inpaint: jumpLength must be a whole number in 1…${steps - 1} for ${steps} steps, got ${jumpLength}.`,
    );
  }
  if (spacing === "scheduler") return sampler;
  const timesteps = dpmppTimesteps(sampler.options.schedule, steps);
  return { ...sampler, options: { ...sampler.options, timesteps } };
}

interface Hole {
  /** The image with 0 in the holes. */
  readonly known: Float32Array;
  /** 1 for each value that is to be filled, 0 for the others. */
  readonly filled: Float32Array;
}

/** @throws RangeError if there is nothing to fill, or to go by, or a known pixel is out of range. */
function holeOf({ card }: DiffusionModel, image: UnitImage, mask: Uint8Array): Hole {
  checkImageSize("inpaint", "image", image, card);
  const { height, width, channels } = image;
  if (mask.length !== height * width) {
    throw new RangeError(
      `inpaint: mask must be ${height} x ${width}, as the image is, got ${mask.length} values.`,
    );
  }
  const wrong = mask.findIndex((value) => value > 1);
  if (wrong !== -1) {
    throw new RangeError(
      `inpaint: mask must be 1 where a pixel is to be filled and 0 where it is known, got ${mask[wrong]} at ${wrong}.`,
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
