import type { BitDepth, CellImage } from "../images/cellImage.ts";
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

/** The size of an image in its file. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

export interface EncodeOptions {
  /**
   * The largest value of all 16-bit images that are given together: below 4096 they are a camera's of 12 bits.
   * @default the image's own
   */
  readonly brightest?: number;
}

/** Turns images into model values and back. Every method is a pure function of its arguments and the format. */
export interface ImageProcessor {
  readonly format: ImageFormat;
  /** Encodes an image of any depth and colour, in its own size. */
  encode(image: CellImage, options?: EncodeOptions): EncodedImage;
  /**
   * Encodes an image of any size, depth and colour in the model's size.
   *
   * @throws UnfitImageError if the image is far too small for the model, or too long and narrow.
   */
  fit(image: CellImage, options?: EncodeOptions): FittedImage;
  /** Where `fit` places an image of a size. @throws UnfitImageError as `fit`. */
  placement(size: ImageSize): Placement;
  /** Fits a mask as `fit` does its image: `[height, width]` of the model, 1 = fill. @throws UnfitImageError as `fit`. */
  fitMask(mask: Mask): Uint8Array;
  /** Brings a noisy image of any size to the model's scale, where the variance of its noise is constant. */
  noisy(image: CellImage, noise: ImageNoise, options?: NoisyImageOptions): NoisyImage;
  /**
   * Checks that noise fits an image, before anything is computed.
   *
   * @throws UnfitImageError if the noise is to be estimated from an image below 3x3; NoiseRangeError if it exceeds the image's range.
   */
  checkNoise(noise: ImageNoise, image: ImageSize & { readonly bitDepth: BitDepth }, brightest: number): void;
  /**
   * Turns model values into an image like the training files: of their depth, range, channels and pixel size.
   *
   * @param values - `[height, width, channels]` of the model, in [-1, 1].
   * @throws RangeError if the model's images have neither 1 nor 3 channels, or `values` has another length.
   */
  toImage(values: Float32Array): CellImage;
  /** Model values as values to show: in [-1, 1], linear in the pixel values, of the same shape. */
  toDisplay(values: Float32Array): Float32Array;
}

/**
 * The image processor of a model: the only place where pixels become model values, and model values pixels.
 *
 * ```ts
 * const processor = imageProcessor(model.card);
 * const { unit, restore } = processor.fit(image);  // [height, width, channels] of the model, in [-1, 1]
 * const same = restore(unit.values);               // of the file's own size, depth and channels
 * const generated = processor.toImage(values);     // like the training files
 * ```
 *
 * @param format - A model card, or the same fields.
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
