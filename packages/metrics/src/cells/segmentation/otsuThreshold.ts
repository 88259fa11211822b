const BINS = 256;

/**
 * Return Otsu's threshold, which maximizes the variance between two classes, over a histogram of 256 bins from the smallest to the largest
 * value.
 *
 * @returns The center of the last bin of the lower class; larger values belong to the upper class. If all values are equal, that value.
 * @see Otsu 1979, IEEE Transactions on Systems, Man and Cybernetics 9; scikit-image's `threshold_otsu`.
 */
export function otsuThreshold(values: Float64Array): number {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const binWidth = (highest - lowest) / BINS;
  if (!(binWidth > 0)) return lowest;

  const counts = new Float64Array(BINS);
  for (const value of values) counts[Math.min(Math.floor((value - lowest) / binWidth), BINS - 1)]! += 1;
  const total = counts.reduce((sum, count, bin) => sum + count * bin, 0);
  let below = 0;
  let sumBelow = 0;
  let best = 0;
  let mostBetween = -1;
  for (let bin = 0; bin + 1 < BINS; bin++) {
    below += counts[bin]!;
    sumBelow += counts[bin]! * bin;
    const above = values.length - below;
    const between = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (between > mostBetween) {
      mostBetween = between;
      best = bin;
    }
  }
  return lowest + (best + 0.5) * binWidth;
}
