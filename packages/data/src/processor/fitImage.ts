import { reflectPad } from "@cellgen/filters";
import type { CellImage } from "../images/cellImage.ts";
import { resizeImage } from "../images/resizeImage.ts";
import type { UnitImage } from "../images/unitImage.ts";
import { type EncodeOptions, encodeImage } from "./encodeImage.ts";
import type { ImageEncoder } from "./imageEncoder.ts";
import type { FitNote } from "./imageNote.ts";
import type { ImageFormat } from "./pixelScale.ts";
import { UnfitImageError } from "./unfitImageError.ts";

/** Position of an image in the padded sheet that is scaled to the model's size, in pixels of the file. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  /** Size of the sheet: the image, padded by reflection at its edges. */
  readonly width: number;
  readonly height: number;
}

/** Image of any size as model values of the model's size. */
export interface FittedImage {
  /** Image in the model's size, value range and channels. */
  readonly unit: UnitImage;
  readonly placement: Placement;
  /** Convert values of `unit`'s shape to an image of the file's size, pixel type and channels. */
  restore(values: Float32Array): CellImage;
  /** Changes made to the image; [] = none. */
  readonly notes: readonly FitNote[];
}

/** Maximum enlargement: beyond it, the model would see only blur. */
const MAX_ENLARGEMENT = 4;

/**
 * Fit an image of any size, pixel type and color to a model.
 *
 * Pixel type and channels are converted as in {@link encodeImage}. An image of another aspect ratio is padded by reflection to the model's, so
 * that cells are not stretched, and then scaled. `restore` scales back and crops.
 *
 * @throws UnfitImageError as {@link placementOf}.
 */
export function fitImage(
  image: CellImage,
  format: ImageFormat,
  encoder: ImageEncoder,
  options?: EncodeOptions,
): FittedImage {
  const { width, height } = image;
  const placement = placementOf(image, format);
  const own = encodeImage(image, format, encoder, options);
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
 * Compute the position of an image in the sheet that is scaled to the model's size.
 *
 * @throws UnfitImageError if the image is more than four times smaller than the model's size, or if its aspect ratio differs by more than 2x.
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
  // Reflection can add at most the image's own size on each side.
  if (sheet.width >= 2 * width || sheet.height >= 2 * height) {
    throw new UnfitImageError("ERR_IMAGE_TOO_LONG", {
      reason: `${width}x${height}, too elongated for a model of ${model.width}x${model.height}`,
      remedy: "Cut it into pieces of about the model's aspect ratio.",
    });
  }
  return {
    ...sheet,
    left: Math.floor((sheet.width - width) / 2),
    top: Math.floor((sheet.height - height) / 2),
  };
}
