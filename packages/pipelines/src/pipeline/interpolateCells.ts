import { type CellImage, fileRanges } from "@cellgen/data";
import type { Interpolator } from "../interpolate/createInterpolator.ts";
import {
  type InterpolatedCellImage,
  type InterpolateImagesOptions,
  interpolateImages,
} from "../interpolate/interpolateImages.ts";
import type { ModelCard } from "../model/modelCard.ts";
import { type CellInput, openFittingInput } from "./inputImage.ts";
import { type ResultImage, resultImage } from "./ResultImage.ts";

/** Options of `CellPipeline.interpolate`. */
export interface InterpolateCellsOptions extends InterpolateImagesOptions {
  /** First end: a seed, a file or an image. */
  readonly from: number | CellInput;
  /** Last end: a seed if `from` is one, otherwise a file or an image. */
  readonly to: number | CellInput;
  /** Number of frames computed at a time. @default the number of frames, at most 8 */
  readonly batchSize?: number;
}

/** A frame of an interpolation. */
export interface InterpolatedCell extends ResultImage, Omit<InterpolatedCellImage, "image"> {}

/** Interpolate between two seeds, or between two files or images. */
export async function* interpolateCells(
  interpolator: Interpolator,
  options: InterpolateCellsOptions,
): AsyncGenerator<InterpolatedCell> {
  const { from, to, batchSize, ...others } = options;
  const { card } = interpolator.model;
  const origin = { displayColors: card.displayColors, displayRanges: fileRanges(card) };
  const ends = await Promise.all([endOf(from, card), endOf(to, card)]);
  const frames = interpolateImages(interpolator, ...ends, others);
  for await (const { image, ...facts } of frames) yield { ...resultImage(image, origin), ...facts };
}

const endOf = async (end: number | CellInput, card: ModelCard): Promise<number | CellImage> =>
  typeof end === "number" ? end : (await openFittingInput(end, card)).image;
