import { reflectPad } from "@cellgen/filters";
import type { CellImage } from "../images/cellImage.ts";
import { resizeImage } from "../images/resizeImage.ts";
import type { UnitImage } from "../images/unitImage.ts";
import { encodeImage } from "./encodeImage.ts";
import type { ImageEncoder } from "./imageEncoder.ts";
import type { FitNote } from "./imageNote.ts";
import type { ImageFormat } from "./pixelScale.ts";
import { UnfitImageError } from "./unfitImageError.ts";

/** Where an image lies in the sheet of the model's proportions that is scaled to the model's size; in pixels of the file. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  /** Of the sheet: the image, padded by reflection at its edges. */
  readonly width: number;
  readonly height: number;
}

/** An image of any size as model values of the model's size. */
export interface FittedImage {
  /** Of the model's size, range and channels. */
  readonly unit: UnitImage;
  readonly placement: Placement;
  /** Turns values of `unit`'s shape into an image of the file's own size, depth and channels. */
  restore(values: Float32Array): CellImage;
  /** What was changed; [] = nothing. */
  readonly notes: readonly FitNote[];
}

/** An image enlarged by more than this shows the model blur only. */
const MAX_ENLARGEMENT = 4;

/**
 * Fits an image of any size, depth and colour to a model.
 *
 * Depth and channels as in {@link encodeImage}. An image of other proportions is padded by reflection until it has the model's, so that no
 * cell is stretched; then it is scaled. `restore` scales and crops the other way.
 *
 * @throws UnfitImageError as {@link placementOf}.
 */
export function fitImage(
  image: CellImage,
  format: ImageFormat,
  encoder: ImageEncoder,
  brightest?: number,
): FittedImage {
  const { width, height } = image;
  const placement = placementOf(image, format);
  const own = encodeImage(image, format, encoder, brightest);
  const sheet = reflectPad(own.unit as UnitImage, [placement.height, placement.width]);
  const isScaled = placement.width !== format.width || placement.height !== format.height;
  return {
    unit: resizeImage(sheet.image, format.height, format.width),
    placement,
    restore(values) {
      const { height, width, channels } = format;
      const scaled = resizeImage({ values, height, width, channels }, placement.height, placement.width);
      return own.restore(sheet.crop(scaled.values));
    },
    notes: [
      ...(isScaled
        ? [
            {
              code: "resized",
              width,
              height,
              modelWidth: format.width,
              modelHeight: format.height,
              reduction: placement.width / format.width,
            } as const,
          ]
        : []),
      ...own.notes,
    ],
  };
}

/**
 * Where an image of a size lies on the sheet that is scaled to the model's size.
 *
 * @throws UnfitImageError if the image is more than four times smaller than the model's, or has more than twice its proportions.
 */
export function placementOf(
  { width, height }: Pick<CellImage, "width" | "height">,
  model: Pick<ImageFormat, "width" | "height">,
): Placement {
  if (width * MAX_ENLARGEMENT < model.width || height * MAX_ENLARGEMENT < model.height) {
    const least = [model.width, model.height].map((side) => Math.ceil(side / MAX_ENLARGEMENT));
    throw new UnfitImageError("ERR_IMAGE_TOO_SMALL", {
      reason: `${width}x${height}, too small for a model of ${model.width}x${model.height}`,
      remedy: `Give images of at least ${least.join("x")}.`,
    });
  }
  const proportion = model.width / model.height;
  const sheet = {
    width: Math.max(width, Math.round(height * proportion)),
    height: Math.max(height, Math.round(width / proportion)),
  };
  // A reflection has no more pixels on each side than the image itself.
  if (sheet.width >= 2 * width || sheet.height >= 2 * height) {
    throw new UnfitImageError("ERR_IMAGE_TOO_LONG", {
      reason: `${width}x${height}, too long for a model of ${model.width}x${model.height}`,
      remedy: "Cut it into pieces of about its proportions.",
    });
  }
  return {
    ...sheet,
    left: Math.floor((sheet.width - width) / 2),
    top: Math.floor((sheet.height - height) / 2),
  };
}
