/** An array in float64, row-major: what the plain reference loops of these tests compute with. */
export interface Array64 {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Values that float32 holds exactly, spread over about [-2, 2], the same for the same seed. */
export function values(shape: readonly number[], seed: number): Array64 {
  const size = shape.reduce((a, b) => a * b, 1);
  const data = Float64Array.from({ length: size }, (_, i) => {
    const hash = Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453;
    return Math.fround(4 * (hash - Math.floor(hash)) - 2);
  });
  return { shape, data };
}

/** The largest difference between two arrays, as a share of the largest value. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const distance = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(distance)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(expected[i]!));
    difference = Math.max(difference, distance);
  }
  return difference / (largest || 1);
}
