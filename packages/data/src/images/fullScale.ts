import type { CellImage } from "./cellImage.ts";
import { integerLimits, type PixelType } from "./pixelType.ts";

/** 16-bit files whose values are all below this limit hold 12-bit camera data. */
const CAMERA_LEVELS = 4096;

/**
 * Return the white value of files of a pixel type whose maximum is `brightest`: 255 for uint8, 65535 or 4095 (12-bit camera data) for uint16,
 * the maximum of other integer types, and `brightest` itself for floats.
 */
export function fullScale(type: PixelType, brightest: number): number {
  if (type === "uint16" && brightest < CAMERA_LEVELS) return CAMERA_LEVELS - 1;
  return integerLimits(type)?.[1] ?? brightest;
}

/** Return the maximum pixel value; 0 for an empty image. NaN and infinities are ignored. */
export function brightestOf({ data }: Pick<CellImage, "data">): number {
  let most = 0;
  for (const value of data) if (value > most && value !== Infinity) most = value;
  return most;
}
