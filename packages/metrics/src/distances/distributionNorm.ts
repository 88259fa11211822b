/**
 * A norm of the difference of two cumulative distributions, `D(v) = (xCounts up to v) / n - (yCounts up to v) / m`. Counts may be negative,
 * so that it also applies to the difference of two such differences.
 */
export type DistributionNorm = (
  values: Float64Array,
  xCounts: Int32Array,
  yCounts: Int32Array,
  n: number,
  m: number,
) => number;

/** `max |D(v)|` */
export const largestDifference: DistributionNorm = (values, xCounts, yCounts, n, m) => {
  let largest = 0;
  let xSum = 0;
  let ySum = 0;
  for (let place = 0; place < values.length; place++) {
    xSum += xCounts[place]!;
    ySum += yCounts[place]!;
    largest = Math.max(largest, Math.abs(xSum / n - ySum / m));
  }
  return largest;
};

/** `∫ |D(v)| dv` */
export const areaOfDifference: DistributionNorm = (values, xCounts, yCounts, n, m) => {
  let area = 0;
  let xSum = 0;
  let ySum = 0;
  for (let place = 0; place + 1 < values.length; place++) {
    xSum += xCounts[place]!;
    ySum += yCounts[place]!;
    area += Math.abs(xSum / n - ySum / m) * (values[place + 1]! - values[place]!);
  }
  return area;
};
