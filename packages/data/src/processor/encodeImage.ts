import { bitDepthOf, type CellImage } from "../images/cellImage.ts";
import { brightestOf, fullScale } from "../images/fullScale.ts";
import { luminance } from "../images/luminance.ts";
import type { UnitImage } from "../images/unitImage.ts";
import type { ImageEncoder } from "./imageEncoder.ts";
import type { FitNote } from "./imageNote.ts";
import { fileFactor, type ImageFormat, modelWhite, pixelsOfUnits } from "./pixelScale.ts";

/** An image as model values. */
export interface EncodedImage {
  /** In the model's range and channels, of the image's own size. */
  readonly unit: UnitImage;
  /** Turns values of `unit`'s shape into an image of the file's depth and channels. */
  restore(values: Float32Array): CellImage;
  /** What was changed; [] = nothing. */
  readonly notes: readonly FitNote[];
}

/** A larger share of clamped values is worth a note. */
const MAX_CLIPPED_SHARE = 0.01;

/**
 * Encodes an image of any depth and colour for a model, in its own size.
 *
 * White in the file (255, 65535, or 4095 of a camera of 12 bits) becomes white in the training files. Grey becomes three equal channels,
 * colour in a grey model its luminance. Back, three channels become their luminance; one channel moves all three of a colour file alike,
 * so that its hue stays.
 *
 * @param encoder - Of the format.
 * @param brightest - The largest value of all 16-bit images that are given together. @default the image's own
 */
export function encodeImage(
  image: CellImage,
  format: ImageFormat,
  encoder: ImageEncoder,
  brightest: number = brightestOf(image),
): EncodedImage {
  const { width, height, data, channels } = image;
  const depth = bitDepthOf(image);
  const white = fullScale(depth, brightest);
  const factor = fileFactor(format, depth, white);
  const clipped = encoder.clippedShare(image, factor);
  return {
    unit: { values: encoder.encode(image, factor), height, width, channels: format.channels },
    restore(values) {
      const pixels = pixelsOfUnits(values, format);
      const restored = depth === 16 ? new Uint16Array(data.length) : new Uint8Array(data.length);
      const limit = 2 ** depth - 1;
      for (let i = 0; i < restored.length; i++) {
        const pixel = Math.floor(i / channels);
        const value =
          channels === format.channels
            ? pixels[i]! / factor
            : channels === 1
              ? luminance(pixels, pixel * format.channels, format.channels) / factor
              : pixels[pixel]! / factor + data[i]! - luminance(data, pixel * channels, channels);
        restored[i] = Math.min(limit, Math.max(0, Math.round(value)));
      }
      return { ...image, data: restored };
    },
    notes: [
      ...(depth === format.bitDepth
        ? []
        : [
            {
              code: "bit-depth",
              bitDepth: depth,
              modelBitDepth: format.bitDepth,
              white,
              modelWhite: modelWhite(format),
            } as const,
          ]),
      ...(channels === format.channels
        ? []
        : [{ code: channels === 1 ? "grey-in-colour-model" : "colour-in-grey-model" } as const]),
      ...(clipped > MAX_CLIPPED_SHARE ? [{ code: "clipped", share: clipped } as const] : []),
    ],
  };
}
