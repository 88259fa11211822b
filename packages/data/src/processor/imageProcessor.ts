import type { CellImage } from "../images/cellImage.ts";
import type { ImageSize } from "../images/imageSize.ts";
import type { Mask } from "../images/mask.ts";
import type { PixelType } from "../images/pixelType.ts";
import type { SetRange } from "../ranges/setRange.ts";
import { checkNoise } from "./checkNoise.ts";
import { type EncodedImage, type EncodeOptions, encodeImage } from "./encodeImage.ts";
import { checkChannels } from "./fileScale.ts";
import { type FittedImage, fitImage, type Placement, placementOf } from "./fitImage.ts";
import { fitMask } from "./fitMask.ts";
import { imageEncoder } from "./imageEncoder.ts";
import type { ImageNoise } from "./imageNoise.ts";
import { displayValues, imageOfValues } from "./imageOfValues.ts";
import {
  type NoisyImage,
  type NoisyImageOptions,
  type NoisyParts,
  noisyImage,
  noisyParts,
} from "./noisyImage.ts";
import type { ImageFormat } from "./pixelScale.ts";

/** Size, channels and pixel type of an image. */
export interface ImageKind extends ImageSize, Pick<CellImage, "channels" | "channelNames"> {
  readonly pixelType: PixelType;
}

/** Converts images to model values and back. Every method is a pure function of its arguments and the format. */
export interface ImageProcessor {
  readonly format: ImageFormat;
  /** Encode an image of any pixel type and color, at its original size. @throws UnfitImageError if the channels do not match. */
  encode(image: CellImage, options?: EncodeOptions): EncodedImage;
  /**
   * Encode an image of any size, pixel type and color in the model's size.
   *
   * @throws UnfitImageError if the image is too small for the model, its aspect ratio is too different, or the channels do not match.
   */
  fit(image: CellImage, options?: EncodeOptions): FittedImage;
  /** Return the position that `fit` gives an image of a size and, if given, number of channels. @throws UnfitImageError as `fit`. */
  placement(size: ImageSize & Partial<Pick<CellImage, "channels" | "channelNames">>): Placement;
  /** Fit a mask like `fit` fits its image: `[height, width]` of the model, 1 = fill. @throws UnfitImageError as `fit`. */
  fitMask(mask: Mask): Uint8Array;
  /** Convert a noisy image of any size to the model's scale, with constant noise variance. */
  noisy(image: CellImage, noise: ImageNoise, options?: NoisyImageOptions): NoisyImage;
  /** Return the conversion of parts of a noisy image that is too large for memory. The noise is estimated from `sample`, a part of its pixels. */
  noisyParts(sample: CellImage, noise: ImageNoise, options?: NoisyImageOptions): NoisyParts;
  /**
   * Check that a noise specification fits an image, before any computation.
   *
   * @param inputs - Measured ranges of all files that are processed together; at least of the image.
   * @throws UnfitImageError if the noise must be estimated from an image smaller than 3x3, or the channels do not match; NoiseRangeError if it
   *   exceeds the image's range.
   */
  checkNoise(noise: ImageNoise, image: ImageKind, inputs: readonly SetRange[]): void;
  /**
   * Convert model values to an image with the training files' pixel type, ranges, channels, channel names and pixel size.
   *
   * @param values - `[height, width, channels]` of the model, in [-1, 1].
   * @throws RangeError if `values` has another length.
   */
  toImage(values: Float32Array): CellImage;
  /** Convert model values for display: in [-1, 1], linear in the pixel values, same shape. */
  toDisplay(values: Float32Array): Float32Array;
}

/**
 * Create the image processor of a model, which converts between pixels and model values.
 *
 * ```ts
 * const processor = imageProcessor(model.card);
 * const { unit, restore } = processor.fit(image);  // [height, width, channels] of the model, in [-1, 1]
 * const same = restore(unit.values);               // the file's size, pixel type and channels
 * const generated = processor.toImage(values);     // an image like the training files
 * ```
 *
 * @param format - A model card, or an object with the same fields.
 * @throws RangeError if the format does not have one range for each channel.
 */
export function imageProcessor(format: ImageFormat): ImageProcessor {
  if (format.ranges.length !== format.channels) {
    throw new RangeError(
      `imageProcessor: ranges must have one range for each of ${format.channels} channels, got ${format.ranges.length}.`,
    );
  }
  const encoder = imageEncoder(format.channels, format);
  return {
    format,
    encode: (image, options) => encodeImage(image, format, encoder, options),
    fit: (image, options) => fitImage(image, format, encoder, options),
    placement(size) {
      const { channels, channelNames } = size;
      if (channels !== undefined) checkChannels({ channels, ...(channelNames && { channelNames }) }, format);
      return placementOf(size, format);
    },
    fitMask: (mask) => fitMask(mask, format),
    noisy: (image, noise, options) => noisyImage(image, format, noise, options),
    noisyParts: (sample, noise, options) => noisyParts(sample, format, noise, options),
    checkNoise: (noise, image, inputs) => checkNoise(noise, format, image, inputs),
    toImage: (values) => imageOfValues(values, format),
    toDisplay: (values) => displayValues(values, format),
  };
}
