import { bitDepthOf, type CellImage } from "../images/cellImage.ts";
import { brightestOf, fullScale } from "../images/fullScale.ts";
import { luminance } from "../images/luminance.ts";
import type { UnitImage } from "../images/unitImage.ts";
import type { ImageEncoder } from "./imageEncoder.ts";
import type { FitNote } from "./imageNote.ts";
import { fileFactor, type ImageFormat, modelWhite, pixelsOfUnits } from "./pixelScale.ts";

/** Image as model values, with a method to convert results back. */
export interface EncodedImage {
  /** Image in the model's value range and channels, at its original size. */
  readonly unit: UnitImage;
  /** Convert values of `unit`'s shape to an image of the file's depth and channels. */
  restore(values: Float32Array): CellImage;
  /** Changes made to the image; [] = none. */
  readonly notes: readonly FitNote[];
}

/** Maximum share of clamped values without a note. */
const MAX_CLIPPED_SHARE = 0.01;

/**
 * Encode an image of any depth and colour for a model, at its original size.
 *
 * White in the file (255, 65535, or 4095 for 12-bit camera data) becomes white in the training files. Grey becomes three equal channels;
 * for a grey model, colour becomes its luminance. In `restore`, three channels become their luminance for a grey file; for a colour file,
 * one channel shifts all three equally, which keeps the hue.
 *
 * @param encoder - Encoder for the model's format.
 * @param brightest - Maximum value of all 16-bit images that are processed together. @default maximum of the image
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
