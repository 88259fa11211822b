import type { BitDepth, CellImage } from "../images/cellImage.ts";
import type { ImageSize } from "../images/imageSize.ts";
import type { Mask } from "../images/mask.ts";
import { checkNoise } from "./checkNoise.ts";
import { type EncodedImage, encodeImage } from "./encodeImage.ts";
import { type FittedImage, fitImage, type Placement, placementOf } from "./fitImage.ts";
import { fitMask } from "./fitMask.ts";
import { imageEncoder } from "./imageEncoder.ts";
import type { ImageNoise } from "./imageNoise.ts";
import { displayValues, imageOfValues } from "./imageOfValues.ts";
import { type NoisyImage, type NoisyImageOptions, noisyImage } from "./noisyImage.ts";
import type { ImageFormat } from "./pixelScale.ts";

export interface EncodeOptions {
  /**
   * Maximum value of all 16-bit images that are processed together. A maximum below 4096 means 12-bit camera data.
   * @default maximum of the image
   */
  readonly brightest?: number;
}

/** Converts images to model values and back. Every method is a pure function of its arguments and the format. */
export interface ImageProcessor {
  readonly format: ImageFormat;
  /** Encode an image of any depth and colour, at its original size. */
  encode(image: CellImage, options?: EncodeOptions): EncodedImage;
  /**
   * Encode an image of any size, depth and colour in the model's size.
   *
   * @throws UnfitImageError if the image is too small for the model or its aspect ratio is too different.
   */
  fit(image: CellImage, options?: EncodeOptions): FittedImage;
  /** Return the position that `fit` gives an image of a size. @throws UnfitImageError as `fit`. */
  placement(size: ImageSize): Placement;
  /** Fit a mask like `fit` fits its image: `[height, width]` of the model, 1 = fill. @throws UnfitImageError as `fit`. */
  fitMask(mask: Mask): Uint8Array;
  /** Convert a noisy image of any size to the model's scale, with constant noise variance. */
  noisy(image: CellImage, noise: ImageNoise, options?: NoisyImageOptions): NoisyImage;
  /**
   * Check that a noise specification fits an image, before any computation.
   *
   * @throws UnfitImageError if the noise must be estimated from an image smaller than 3x3; NoiseRangeError if it exceeds the image's range.
   */
  checkNoise(noise: ImageNoise, image: ImageSize & { readonly bitDepth: BitDepth }, brightest: number): void;
  /**
   * Convert model values to an image with the training files' depth, range, channels and pixel size.
   *
   * @param values - `[height, width, channels]` of the model, in [-1, 1].
   * @throws RangeError if the model's images have neither 1 nor 3 channels, or `values` has another length.
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
 * const same = restore(unit.values);               // the file's size, depth and channels
 * const generated = processor.toImage(values);     // an image like the training files
 * ```
 *
 * @param format - A model card, or an object with the same fields.
 */
export function imageProcessor(format: ImageFormat): ImageProcessor {
  const encoder = imageEncoder(format.channels, format);
  return {
    format,
    encode: (image, { brightest } = {}) => encodeImage(image, format, encoder, brightest),
    fit: (image, { brightest } = {}) => fitImage(image, format, encoder, brightest),
    placement: (size) => placementOf(size, format),
    fitMask: (mask) => fitMask(mask, format),
    noisy: (image, noise, options) => noisyImage(image, format, noise, options),
    checkNoise: (noise, image, brightest) => checkNoise(noise, format, image, brightest),
    toImage: (values) => imageOfValues(values, format),
    toDisplay: (values) => displayValues(values, format),
  };
}
