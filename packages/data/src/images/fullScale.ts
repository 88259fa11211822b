import type { BitDepth, CellImage } from "./cellImage.ts";

/** 16-bit files whose values are all below this limit hold 12-bit camera data. */
const CAMERA_LEVELS = 4096;

/** Return the white value of files of a bit depth whose maximum is `brightest`: 255, 65535, or 4095 for 12-bit camera data. */
export function fullScale(depth: BitDepth, brightest: number): number {
  if (depth === 8) return 255;
  return brightest < CAMERA_LEVELS ? CAMERA_LEVELS - 1 : 65535;
}

/** Return the maximum pixel value; 0 for an empty image. */
export function brightestOf({ data }: Pick<CellImage, "data">): number {
  let most = 0;
  for (const value of data) if (value > most) most = value;
  return most;
}
