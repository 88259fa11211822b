import type { Estimate } from "./measurement.ts";

/**
 * Estimate the median, with the interval between the order statistics that contain it in about 95 % of cases:
 * numbers `n/2 - 0.98 √n` and `n/2 + 1 + 0.98 √n` of the sorted values, rounded outwards.
 *
 * @param values - At least one. For fewer than 6, the coverage is lower even between the minimum and maximum.
 * @see Conover 1999, Practical Nonparametric Statistics, section 3.2.
 */
export function medianEstimate(values: readonly number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  const reach = 0.98 * Math.sqrt(n);
  const at = (place: number): number => sorted[Math.min(n - 1, Math.max(0, place))]!;
  return {
    value: (at(Math.floor((n - 1) / 2)) + at(Math.ceil((n - 1) / 2))) / 2,
    low: at(Math.floor(n / 2 - reach) - 1),
    high: at(Math.ceil(n / 2 + reach)),
  };
}
