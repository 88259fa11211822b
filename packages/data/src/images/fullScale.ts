import type { BitDepth, CellImage } from "./cellImage.ts";

/** Files of 16 bits whose values all lie below this hold those of a camera of 12 bits. */
const CAMERA_LEVELS = 4096;

/** The value of white in files of a depth, none of whose values is above `brightest`: 255, 65535, or 4095 of a camera of 12 bits. */
export function fullScale(depth: BitDepth, brightest: number): number {
  if (depth === 8) return 255;
  return brightest < CAMERA_LEVELS ? CAMERA_LEVELS - 1 : 65535;
}

/** The largest of pixel values; 0 if there are none. */
export function brightestOf({ data }: Pick<CellImage, "data">): number {
  let most = 0;
  for (const value of data) if (value > most) most = value;
  return most;
}
