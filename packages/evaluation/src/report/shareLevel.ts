import type { Estimate } from "../measures/measurement.ts";

/** Minimum ratios of a share to its baseline for the levels "as good as real", "nearly" and "half". */
export const MIN_RATIO_AS_GOOD = 0.95;
export const MIN_RATIO_NEARLY = 0.8;
export const MIN_RATIO_HALF = 0.5;

/** Return a share relative to its baseline; at least 0.95 if it is 0.8 or more and the intervals overlap. */
export function level(share: Estimate, realBaseline: Estimate): number {
  if (realBaseline.value <= 0) return 1;
  const part = share.value / realBaseline.value;
  return share.high >= realBaseline.low && part >= MIN_RATIO_NEARLY
    ? Math.max(part, MIN_RATIO_AS_GOOD)
    : part;
}
