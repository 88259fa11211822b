/** Windows along one axis of a field. */
export interface AxisWindows {
  /** First pixel of each window. The first window starts at 0; the last ends at the end of the field. */
  readonly starts: readonly number[];
  /** Blending weights of each window's pixels. At each pixel of the field they sum to 1 over all windows. */
  readonly weights: readonly Float64Array[];
}

/**
 * Compute the minimum number of evenly spaced windows that cover an axis with the overlap, and their blending weights
 * `sin²(π (i + ½) / size)`, divided by their sum at each pixel.
 */
export function axisWindows(length: number, size: number, overlap: number): AxisWindows {
  const count = Math.ceil((length - size) / (size - overlap)) + 1;
  const starts = Array.from({ length: count }, (_, k) =>
    count === 1 ? 0 : Math.round((k * (length - size)) / (count - 1)),
  );
  const bump = Float64Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / size) ** 2);
  const sums = new Float64Array(length);
  for (const start of starts) for (let i = 0; i < size; i++) sums[start + i]! += bump[i]!;
  return { starts, weights: starts.map((start) => bump.map((weight, i) => weight / sums[start + i]!)) };
}
