import type { PixelArray } from "@cellgen/filters";
import { pixelArrays, pixelTypes } from "./pixelType.ts";

/**
 * Decoded image: rows from top to bottom, pixels from left to right, channels interleaved.
 *
 * `data[(y * width + x) * channels + c]`, with the values of the file: 0…255 in a Uint8Array, 0…65535 in a Uint16Array, any number in
 * a floating-point array.
 */
export interface CellImage {
  readonly width: number;
  readonly height: number;
  /** 1 = gray, 3 = red, green, blue unless `channelNames` says otherwise. */
  readonly channels: number;
  readonly data: PixelArray;
  /** Pixel width, if known. */
  readonly pixelSizeMicrometres?: number;
  /** Names of the channels, if known: stains or markers. */
  readonly channelNames?: readonly string[];
}

/** Maximum number of channels of an image. */
export const MAX_CHANNELS = 8;

/**
 * Check that an image's sizes and data agree.
 *
 * @throws TypeError if `data` is not a typed array of 8- to 32-bit integers or floats.
 * @throws RangeError if a side is not a positive integer, `channels` is not 1 to 8, or the length of `data` does not match.
 */
export function checkCellImage(caller: string, image: CellImage): void {
  const { width, height, channels, data } = image;
  if (!pixelTypes.some((type) => data instanceof pixelArrays[type])) {
    throw new TypeError(`${caller}: data must be a typed array of 8- to 32-bit integers or floats.`);
  }
  for (const [name, side] of [
    ["width", width],
    ["height", height],
  ] as const) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(`${caller}: ${name} must be a positive integer, got ${side}.`);
    }
  }
  if (!Number.isInteger(channels) || channels < 1 || channels > MAX_CHANNELS) {
    throw new RangeError(
      `${caller}: channels must be an integer from 1 to ${MAX_CHANNELS}, got ${channels}.`,
    );
  }
  if (data.length !== width * height * channels) {
    throw new RangeError(
      `${caller}: data must have ${width * height * channels} values (${width}x${height}x${channels}), got ${data.length}.`,
    );
  }
}
