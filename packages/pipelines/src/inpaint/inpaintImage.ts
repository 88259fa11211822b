import {
  type CellImage,
  cropImage,
  type FitNote,
  imageProcessor,
  type Mask,
  measureRanges,
  type SetRange,
} from "@cellgen/data";
import type { PixelWindow } from "@cellgen/filters";
import type { SchedulerConfig } from "../model/noiseScheduleOf.ts";
import { clearHole } from "./clearHole.ts";
import type { Inpainter } from "./createInpainter.ts";
import {
  type InpaintOptions,
  type InpaintPreset,
  inpaintDefaults,
  inpaintPresets,
} from "./inpaintOptions.ts";
import { checkMaskSize, type InpaintRegion, inpaintRegion } from "./inpaintRegion.ts";

/** Options of `inpaintImage`. */
export interface InpaintImageOptions
  extends Partial<Pick<InpaintOptions, "seed" | "class" | "guidanceScale" | "onProgress" | "signal">> {
  /** Number of completions, at least 1. @default 4 */
  readonly samples?: number;
  /** Name of a preset, or a custom one. More network evaluations give better agreement with the known pixels. @default "good" */
  readonly preset?: keyof typeof inpaintPresets | InpaintPreset;
  /** @default that of the preset */
  readonly sampler?: InpaintPreset["sampler"];
  /**
   * Measured ranges of all images processed together, including masked pixels, see `measureRanges` of @cellgen/data. @default those of the image
   */
  readonly inputRanges?: readonly SetRange[];
}

/** A note on how an image was inpainted. */
export type InpaintNote =
  /** A window around the mask was processed; the result may resemble the center of training images. */
  { readonly code: "inpainted-in-window"; readonly width: number; readonly height: number };

/** A completion of an image. */
export interface InpaintedCellImage {
  /** The image. Its known pixels are bitwise equal to those of the input. */
  readonly image: CellImage;
  /** Index among the completions. */
  readonly index: number;
  readonly seed: number;
  /** Part of the image that was processed. */
  readonly window: PixelWindow;
  readonly notes: readonly (InpaintNote | FitNote)[];
}

/**
 * Inpaint a masked region of an image of any size, depth and channels, several times.
 *
 * @param mask - Of the image's size, or the region of such a mask for this model. Masked pixels of the image are ignored.
 * @throws UnfitMaskError and UnfitImageError as {@link inpaintRegion}; RangeError if an option is out of range; the signal's reason when
 *   aborted.
 */
export async function* inpaintImage(
  inpainter: Inpainter,
  image: CellImage,
  mask: Mask | InpaintRegion,
  options: InpaintImageOptions = {},
): AsyncGenerator<InpaintedCellImage> {
  const { samples = inpaintDefaults.samples, seed = 0, preset, sampler, ...sampling } = options;
  // Read before the mask is cleared, because masked pixels count.
  const { inputRanges = measureRanges([image]), ...others } = sampling;
  const { card, scheduler } = inpainter.model;
  const region = "fitted" in mask ? mask : inpaintRegion(image, mask, card);
  checkMaskSize(image, region.mask);
  const { window, windowMask } = region;
  const blank = clearHole(cropImage(image, window), windowMask);
  const { unit, restore, notes } = imageProcessor(card).fit(blank, { inputs: inputRanges, clip: true });
  const completions = inpainter.inpaint(unit, region.fitted, {
    ...others,
    ...inpaintPresetFor(scheduler, preset, sampler),
    count: samples,
    seed,
  });
  for await (const { values, index } of completions) {
    yield {
      image: completed(image, region, restore(values)),
      index,
      seed,
      window,
      notes: [...windowNote(image, window), ...notes],
    };
  }
}

/** Return a preset with the requested sampler, and with at most as many steps as the model has timesteps. */
export function inpaintPresetFor(
  { numTrainTimesteps }: SchedulerConfig,
  preset: InpaintImageOptions["preset"] = inpaintDefaults.preset,
  sampler?: InpaintPreset["sampler"],
): InpaintPreset {
  const chosen = typeof preset === "string" ? inpaintPresets[preset] : preset;
  if (chosen === undefined) {
    const names = Object.keys(inpaintPresets).join(", ");
    throw new RangeError(`inpaint: preset must be one of ${names}, got ${JSON.stringify(preset)}.`);
  }
  const steps = Math.min(chosen.steps, numTrainTimesteps);
  const jumpLength = Math.max(1, Math.min(chosen.jumpLength, steps - 1));
  return { ...chosen, steps, jumpLength, ...(sampler ? { sampler } : {}) };
}

/** Return the image with its masked pixels replaced by those generated for the window. */
function completed(image: CellImage, { mask, window }: InpaintRegion, generated: CellImage): CellImage {
  const { channels, width } = image;
  const data = image.data.slice();
  for (let y = 0; y < window.height; y++) {
    for (let x = 0; x < window.width; x++) {
      const pixel = (window.top + y) * width + window.left + x;
      if (mask.fill[pixel] === 0) continue;
      const from = (y * window.width + x) * channels;
      data.set(generated.data.subarray(from, from + channels), pixel * channels);
    }
  }
  return { ...image, data };
}

function windowNote(image: CellImage, { width, height }: PixelWindow): InpaintNote[] {
  if (width === image.width && height === image.height) return [];
  return [{ code: "inpainted-in-window", width, height }];
}
