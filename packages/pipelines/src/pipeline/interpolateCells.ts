import type { CellImage } from "@cellgen/data";
import type { Interpolator } from "../interpolate/createInterpolator.ts";
import {
  type InterpolatedCellImage,
  type InterpolateImagesOptions,
  interpolateImages,
} from "../interpolate/interpolateImages.ts";
import type { ModelCard } from "../model/modelCard.ts";
import { type CellInput, openFittingInput } from "./inputImage.ts";
import { labelOfName } from "./labelOfName.ts";
import { type ResultImage, resultImage } from "./ResultImage.ts";

export interface InterpolateCellsOptions extends Omit<InterpolateImagesOptions, "labels"> {
  /** The first end: a seed, a file or an image. */
  readonly from: number | CellInput;
  /** The last end: a seed where `from` is one, else a file or an image. */
  readonly to: number | CellInput;
  /** The name of the class of all frames, or of both ends. @default any */
  readonly class?: string | readonly [from: string, to: string] | undefined;
  /** Frames that are computed at a time. @default 8, or as many as there are */
  readonly batchSize?: number;
}

/** A frame of an interpolation. */
export interface InterpolatedCell extends ResultImage, Omit<InterpolatedCellImage, "image"> {}

/** Interpolates between two seeds, or between two files or images. */
export async function* interpolateCells(
  interpolator: Interpolator,
  options: InterpolateCellsOptions,
): AsyncGenerator<InterpolatedCell> {
  const { from, to, class: names, batchSize, ...others } = options;
  const { card } = interpolator.model;
  const { classes } = card;
  const labelOf = (name: string) => labelOfName("interpolate", "class", name, classes);
  const labels =
    names === undefined ? undefined : typeof names === "string" ? labelOf(names) : pairOf(names, labelOf);
  const ends = await Promise.all([endOf(from, card), endOf(to, card)]);
  const frames = interpolateImages(interpolator, ...ends, {
    ...others,
    ...(labels === undefined ? {} : { labels }),
  });
  for await (const { image, ...facts } of frames) yield { ...resultImage(image), ...facts };
}

function pairOf(
  [from, to]: readonly [string, string],
  labelOf: (name: string) => number,
): readonly [number, number] {
  return [labelOf(from), labelOf(to)];
}

const endOf = async (end: number | CellInput, card: ModelCard): Promise<number | CellImage> =>
  typeof end === "number" ? end : (await openFittingInput(end, card)).image;
