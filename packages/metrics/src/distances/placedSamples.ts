import { checkFeatures, type Features } from "../features.ts";

/** Two samples of one feature, indexed into their merged sorted values. */
export interface PlacedSamples {
  /** All numbers of both samples, ascending. */
  readonly values: Float64Array;
  /** Index in `values` of each number of the first sample; the first index for ties. */
  readonly xPlaces: Int32Array;
  readonly yPlaces: Int32Array;
  /** Count of the first sample's numbers at each index. */
  readonly xCounts: Int32Array;
  readonly yCounts: Int32Array;
}

/**
 * Merge two samples and index their numbers.
 *
 * @param fewest - Minimum size of each sample.
 * @throws TypeError or RangeError prefixed with `caller` if a check fails.
 */
export function placeSamples(caller: string, x: Features, y: Features, fewest: number): PlacedSamples {
  checkFeatures(caller, "x", x, 1, fewest);
  checkFeatures(caller, "y", y, 1, fewest);
  const values = new Float64Array(x.length + y.length);
  values.set(x);
  values.set(y, x.length);
  values.sort();
  const places = (sample: Features) => Int32Array.from(sample, (value) => placeOf(value, values));
  const [xPlaces, yPlaces] = [places(x), places(y)];
  const xCounts = countPlaces(xPlaces, values.length);
  const yCounts = countPlaces(yPlaces, values.length);
  return { values, xPlaces, yPlaces, xCounts, yCounts };
}

/** Return the index of a number that occurs in the sorted values. */
function placeOf(value: number, values: Float64Array): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countPlaces(places: Int32Array, length: number): Int32Array {
  const counts = new Int32Array(length);
  for (const place of places) counts[place]! += 1;
  return counts;
}
