import type { CellImage } from "@cellgen/data";
import { type ModelCard, mirroredImage, type UnitImage } from "@cellgen/pipelines";
import { UnfitImageError } from "../input/unfitImageError.ts";
import { shownPath } from "../terminal/describe.ts";
import { resample } from "./resample.ts";
import { unitValues } from "./unitValues.ts";

/** Where an image lies in the sheet of the model's proportions that is scaled to the model's size; in pixels of the file. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  /** Of the sheet: what it has more than the image is the image mirrored at its edges. */
  readonly width: number;
  readonly height: number;
}

export interface FittedImage {
  /** What the model gets: of its size, range and channels. */
  readonly unit: UnitImage;
  readonly placement: Placement;
  /** Values of `unit`'s shape, as an image of the file's own size, depth and channels. */
  restore(values: Float32Array): CellImage;
  /** How the image had to be changed, in words; [] = not at all. */
  readonly notes: readonly string[];
}

/** Of an image enlarged more than this, the model would see blur alone. */
const ENLARGED = 4;
/** Of an image reduced more than this, single cells are hardly left. */
const REDUCED = 8;

/**
 * Fits an image of any size, depth and colour to a model, and what the model makes of it back to the file's own.
 *
 * Depth and channels as `unitValues` says. An image of other proportions is mirrored at its edges until it has the model's, so that no cell
 * is stretched; then it is scaled. What comes back is scaled and cut the other way.
 *
 * @param file - Its name, for errors.
 * @param brightest - The largest value of all 16-bit images that are given together, before anything was cut out of them.
 * @throws UnfitImageError with the remedy if the image is far too small for the model, or too long and narrow.
 */
export function fitToModel(file: string, image: CellImage, card: ModelCard, brightest: number): FittedImage {
  const { width, height } = image;
  const placement = placementOf(file, image, card);
  const own = unitValues(image, card, brightest);
  const sheet = mirroredImage(own.unit, [placement.height, placement.width]);
  const scaled = placement.width !== card.width || placement.height !== card.height;
  return {
    unit: resample(sheet.image, card.height, card.width),
    placement,
    restore(values) {
      const model: UnitImage = { values, height: card.height, width: card.width, channels: card.channels };
      return own.restore(sheet.cut(resample(model, placement.height, placement.width).values));
    },
    notes: [
      ...(scaled
        ? [
            `worked on at the model's ${card.width}x${card.height}, from ${width}x${height} pixels${coarse(placement, card)}`,
          ]
        : []),
      ...own.notes,
    ],
  };
}

/**
 * Where an image of this size lies on the sheet that is scaled to the model's size.
 *
 * @throws UsageError as `fitToModel` does.
 */
export function placementOf(
  file: string,
  { width, height }: Pick<CellImage, "width" | "height">,
  card: ModelCard,
): Placement {
  const of = `${shownPath(file)} is ${width}x${height}`;
  if (width * ENLARGED < card.width || height * ENLARGED < card.height) {
    const least = `${Math.ceil(card.width / ENLARGED)}x${Math.ceil(card.height / ENLARGED)}`;
    throw new UnfitImageError(
      `${of}, too small for a model of ${card.width}x${card.height}. Give images of at least ${least}.`,
    );
  }
  const proportion = card.width / card.height;
  const sheet = {
    width: Math.max(width, Math.round(height * proportion)),
    height: Math.max(height, Math.round(width / proportion)),
  };
  // A mirror image has no more than the image itself on each side.
  if (sheet.width >= 2 * width || sheet.height >= 2 * height) {
    throw new UnfitImageError(
      `${of}, too long for a model of ${card.width}x${card.height}. Cut it into pieces of about its proportions.`,
    );
  }
  return {
    ...sheet,
    left: Math.floor((sheet.width - width) / 2),
    top: Math.floor((sheet.height - height) / 2),
  };
}

function coarse(placement: Placement, card: ModelCard): string {
  const factor = placement.width / card.width;
  return factor <= REDUCED
    ? ""
    : `, where a pixel is ${Math.round(factor)} of the file's: cut single cells out of it for more detail`;
}
