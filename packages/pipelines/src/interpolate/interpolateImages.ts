import {
  bitDepthOf,
  brightestOf,
  type CellImage,
  type FitNote,
  type FittedImage,
  imageProcessor,
} from "@cellgen/data";
import { psnr } from "@cellgen/metrics";
import type { PipelineWarning } from "../pipelineWarning.ts";
import type { Interpolator } from "./createInterpolator.ts";
import { type InterpolateOptions, interpolateDefaults } from "./interpolateOptions.ts";

export interface InterpolateImagesOptions extends InterpolateOptions {
  /** Number of frames, both ends included, from 2. @default 16 */
  readonly frames?: number;
}

/** A frame of an interpolation. */
export interface InterpolatedCellImage {
  /** Between seeds, like the training images; between images, of the first one's size, depth and channels. */
  readonly image: CellImage;
  readonly index: number;
  /** 0 at the first end, 1 at the last. */
  readonly position: number;
  /** Of a frame at the end of two images: how close it comes to that image at the model's size, in decibels. */
  readonly psnr: number | undefined;
  readonly warnings: readonly PipelineWarning<"end-not-reproduced">[];
  /** Of a frame at the end: how its image was fitted to the model. */
  readonly notes: readonly FitNote[];
}

/** An end frame below this does not reproduce its image. */
const MIN_END_PSNR_DB = 22;

/**
 * Interpolates between two seeds, or between two images of any size, depth and channels, through plausible intermediate images.
 *
 * Between images of one size and kind, both ways back into a file's pixels are mixed by the position: a grey model leaves each its own hue.
 *
 * @throws UnfitImageError if an image cannot be fitted to the model; RangeError if an option is out of range; TypeError if one end is a
 *   seed and the other an image; the signal's reason.
 */
export async function* interpolateImages(
  interpolator: Interpolator,
  from: CellImage | number,
  to: CellImage | number,
  options: InterpolateImagesOptions = {},
): AsyncGenerator<InterpolatedCellImage> {
  const { frames = interpolateDefaults.frames, ...drawing } = options;
  const processor = imageProcessor(interpolator.model.card);
  if (typeof from === "number" && typeof to === "number") {
    for await (const { values, index, position } of interpolator.betweenSeeds(from, to, frames, drawing)) {
      yield {
        image: processor.toImage(values),
        index,
        position,
        psnr: undefined,
        warnings: [],
        notes: [],
      };
    }
    return;
  }
  if (typeof from === "number" || typeof to === "number") {
    throw new TypeError("interpolate: from and to must be two images or two seeds, got one of each.");
  }
  const brightest = Math.max(brightestOf(from), brightestOf(to));
  const fit = (image: CellImage) => processor.fit(image, { brightest });
  const ends = [fit(from), fit(to)] as const;
  const areAlike = isAlike(from, to);
  const drawn = interpolator.betweenImages(ends[0].unit, ends[1].unit, frames, drawing);
  for await (const { values, index, position } of drawn) {
    const image = areAlike
      ? mixed(ends[0].restore(values), ends[1].restore(values), position)
      : ends[0].restore(values);
    const end = index === 0 ? ends[0] : index === frames - 1 ? ends[1] : undefined;
    yield { image, index, position, ...endOf(end, values) };
  }
}

function endOf(
  end: FittedImage | undefined,
  values: Float32Array,
): Pick<InterpolatedCellImage, "psnr" | "warnings" | "notes"> {
  if (!end) return { psnr: undefined, warnings: [], notes: [] };
  const decibels = psnr(end.unit.values, values, 2);
  const message = `The end frame does not reproduce the given image (PSNR ${decibels.toFixed(1)} dB). Use more steps, or state its class.`;
  return {
    psnr: decibels,
    warnings: decibels < MIN_END_PSNR_DB ? [{ code: "end-not-reproduced", message }] : [],
    notes: end.notes,
  };
}

function isAlike(a: CellImage, b: CellImage): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.channels === b.channels &&
    bitDepthOf(a) === bitDepthOf(b)
  );
}

/** Of both images, as much as the frame is near to each. */
function mixed(first: CellImage, last: CellImage, position: number): CellImage {
  const data = first.data.slice();
  for (let i = 0; i < data.length; i++)
    data[i] = Math.round((1 - position) * first.data[i]! + position * last.data[i]!);
  return { ...first, data };
}
