import { openedPlane } from "./segmentation/openedPlane.ts";

const RADII = [1, 2, 4, 8] as const;

/**
 * Compute the granularity spectrum: the share of a plane's brightness in spots that are too small for one shape but not for the previous
 * one.
 *
 * `granularity_k = (sum opening_{k-1} - sum opening_k) / sum plane`, with the openings by the shapes of radius 1, 2, 4 and 8
 * (`openedPlane`) and `opening_0` the plane itself
 *
 * @param plane - `[height, width]`, non-negative values; not modified.
 * @returns One share per radius, 0…1, with a sum of at most 1; 0 for a plane of zeros.
 * @see Maragos 1989, IEEE Transactions on Pattern Analysis and Machine Intelligence 11 (the pattern spectrum).
 */
export function granularity(plane: Float64Array, height: number, width: number): number[] {
  const total = sum(plane);
  if (total === 0) return RADII.map(() => 0);
  let before = total;
  return RADII.map((radius) => {
    const left = sum(openedPlane(plane, height, width, radius));
    const share = (before - left) / total;
    before = left;
    return share;
  });
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
