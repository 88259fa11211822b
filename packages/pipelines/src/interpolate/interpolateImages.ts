import {
  type CellImage,
  type FitNote,
  type FittedImage,
  imageProcessor,
  isFloatType,
  measureRanges,
  pixelTypeOf,
} from "@cellgen/data";
import { psnr } from "@cellgen/metrics";
import type { PipelineWarning } from "../pipelineWarning.ts";
import type { Interpolator } from "./createInterpolator.ts";
import { type InterpolateOptions, interpolateDefaults } from "./interpolateOptions.ts";

/** Options of `interpolateImages`. */
export interface InterpolateImagesOptions extends InterpolateOptions {
  /** Number of frames, both ends included, at least 2. @default 16 */
  readonly frames?: number;
}

/** A frame of an interpolation. */
export interface InterpolatedCellImage {
  /**
   * The image. Between seeds its format is that of the training images; between images it has the size, depth and channels of the first one.
   */
  readonly image: CellImage;
  readonly index: number;
  /** Position between the ends: 0 for the first frame, 1 for the last. */
  readonly position: number;
  /** PSNR in decibels of an end frame against the given image, at the model's size; undefined for other frames and for seeds. */
  readonly psnr: number | undefined;
  readonly warnings: readonly PipelineWarning<"end-not-reproduced">[];
  /** Notes on how the given image was fitted to the model, for an end frame. */
  readonly notes: readonly FitNote[];
}

/** Minimum PSNR at which an end frame is considered a reproduction of its image. */
const MIN_END_PSNR_DB = 22;

/**
 * Interpolate between two seeds, or between two images of any size, depth and channels, through plausible intermediate images.
 *
 * If both images have the same size, depth and channels, each frame is converted to the pixel format of both and the results are blended by
 * position. With a grayscale model each end thus keeps its hue.
 *
 * @throws UnfitImageError if an image cannot be fitted to the model; RangeError if an option is out of range; TypeError if one end is a
 *   seed and the other an image; the signal's reason when aborted.
 */
export async function* interpolateImages(
  interpolator: Interpolator,
  from: CellImage | number,
  to: CellImage | number,
  options: InterpolateImagesOptions = {},
): AsyncGenerator<InterpolatedCellImage> {
  const { frames = interpolateDefaults.frames, ...sampling } = options;
  const processor = imageProcessor(interpolator.model.card);
  if (typeof from === "number" && typeof to === "number") {
    for await (const { values, index, position } of interpolator.betweenSeeds(from, to, frames, sampling)) {
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
  const inputs = measureRanges([from, to]);
  const fit = (image: CellImage) => processor.fit(image, { inputs, clip: true });
  const ends = [fit(from), fit(to)] as const;
  const areAlike = isAlike(from, to);
  const interpolated = interpolator.betweenImages(ends[0].unit, ends[1].unit, frames, sampling);
  for await (const { values, index, position } of interpolated) {
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
  return { psnr: decibels, warnings: endWarnings(decibels), notes: end.notes };
}

function endWarnings(decibels: number): InterpolatedCellImage["warnings"] {
  if (decibels >= MIN_END_PSNR_DB) return [];
  const message = `The end frame does not reproduce the given image (PSNR ${decibels.toFixed(1)} dB).`;
  return [{ code: "end-not-reproduced", message, remedy: "Use more steps, or specify its class." }];
}

function isAlike(a: CellImage, b: CellImage): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.channels === b.channels &&
    pixelTypeOf(a.data) === pixelTypeOf(b.data)
  );
}

/** Blend two images linearly by position. */
function mixed(first: CellImage, last: CellImage, position: number): CellImage {
  const data = first.data.slice();
  const isInteger = !isFloatType(pixelTypeOf(data));
  for (let i = 0; i < data.length; i++) {
    const value = (1 - position) * first.data[i]! + position * last.data[i]!;
    data[i] = isInteger ? Math.round(value) : value;
  }
  return { ...first, data };
}
