import type { CellImage } from "../images/cellImage.ts";
import { luminance } from "../images/luminance.ts";
import { integerLimits, newPixels, type PixelType, pixelArrays, pixelTypeOf } from "../images/pixelType.ts";
import type { UnitImage } from "../images/unitImage.ts";
import type { SetRange } from "../ranges/setRange.ts";
import { fileScale, kindOfImage } from "./fileScale.ts";
import type { ImageEncoder } from "./imageEncoder.ts";
import type { FitNote } from "./imageNote.ts";
import { type ImageFormat, pixelsOfUnits } from "./pixelScale.ts";

export interface EncodeOptions {
  /** Measured ranges of all files that are processed together, see `measureRanges`. @default those of the image */
  readonly inputs?: readonly SetRange[] | undefined;
  /** Whether values outside the model's range are clipped to [-1, 1], as in training. @default false */
  readonly clip?: boolean | undefined;
}

/** Image as model values, with a method to convert results back. */
export interface EncodedImage {
  /** Image in the model's value range and channels, at its original size. Values outside the range lie beyond -1 and 1. */
  readonly unit: UnitImage;
  /** Convert values of `unit`'s shape to an image of the file's pixel type and channels. */
  restore(values: Float32Array): CellImage;
  /** Changes made to the image; [] = none. */
  readonly notes: readonly FitNote[];
}

/** Maximum share of values outside the range without a note. */
const MAX_OUTSIDE_SHARE = 0.01;

/**
 * Encode an image of any pixel type and color for a model, at its original size.
 *
 * Pixel values correspond to those of the training files as in `fileScale`. Gray becomes three equal channels; for a gray model, color becomes
 * its luminance. In `restore`, three channels become their luminance for a gray file; for a color file, one channel shifts all three equally,
 * which keeps the hue. `restore` inverts the encoding, up to the limits of the file's pixel type.
 *
 * @param encoder - Encoder for the model's format.
 * @throws UnfitImageError if the numbers of channels do not match.
 */
export function encodeImage(
  image: CellImage,
  format: ImageFormat,
  encoder: ImageEncoder,
  { inputs, clip = false }: EncodeOptions = {},
): EncodedImage {
  const { width, height, data, channels } = image;
  const scale = fileScale(kindOfImage(image), format, inputs, { matchUnits: true });
  const outside = encoder.outsideShare(image, scale);
  return {
    unit: { values: encoder.encode(image, scale, clip), height, width, channels: format.channels },
    restore(values) {
      // Single precision holds every 16-bit value.
      const isNarrow = pixelArrays[format.pixelType].BYTES_PER_ELEMENT <= 2;
      const pixels = Float64Array.from(
        isNarrow ? pixelsOfUnits(values, format) : pixelsOfUnits(Float64Array.from(values), format),
      );
      for (let i = 0; i < pixels.length; i++) {
        const { gain, offset } = scale.maps[i % format.channels]!;
        pixels[i] = (pixels[i]! - offset) / gain;
      }
      const type = pixelTypeOf(data);
      const restored = newPixels(type, data.length);
      const limited = limiterOf(type);
      for (let i = 0; i < restored.length; i++) {
        const pixel = Math.floor(i / channels);
        const value =
          channels === format.channels
            ? pixels[i]!
            : channels === 1
              ? luminance(pixels, pixel * format.channels, format.channels)
              : pixels[pixel]! + data[i]! - luminance(data, pixel * channels, channels);
        restored[i] = limited(value);
      }
      return { ...image, data: restored };
    },
    notes: [
      ...scale.notes,
      ...(channels === format.channels
        ? []
        : [{ code: channels === 1 ? "grey-in-colour-model" : "colour-in-grey-model" } as const]),
      ...(outside > MAX_OUTSIDE_SHARE
        ? [{ code: clip ? "clipped" : "outside-range", share: outside } as const]
        : []),
    ],
  };
}

/** Return a function that rounds and clamps a value to an integer type; floats are unchanged. */
export function limiterOf(type: PixelType): (value: number) => number {
  const limits = integerLimits(type);
  if (!limits) return (value) => value;
  const [min, max] = limits;
  return (value) => Math.min(max, Math.max(min, Math.round(value)));
}
