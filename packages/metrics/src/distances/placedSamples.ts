import { checkFeatures, type Features } from "../features.ts";

/** Two samples of one feature, on the numbers that are in them. */
export interface PlacedSamples {
  /** All numbers of both, ascending. */
  readonly values: Float64Array;
  /** Where in `values` each number of the first sample is: of equal ones, the first place. */
  readonly xPlaces: Int32Array;
  readonly yPlaces: Int32Array;
  /** How many numbers of the first sample are at each place. */
  readonly xCounts: Int32Array;
  readonly yCounts: Int32Array;
}

/**
 * @param fewest - Numbers that each sample must have.
 * @throws TypeError or RangeError in the name of `caller`, naming the argument, the rule and what was given.
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

/** Of a number that is among the sorted values. */
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
