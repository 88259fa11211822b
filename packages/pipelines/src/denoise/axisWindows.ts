/** Windows along one side of a field. */
export interface AxisWindows {
  /** Where each begins. The first begins at 0, the last ends with the field. */
  readonly starts: readonly number[];
  /** Of each pixel of each window; those of all windows at a place of the field add up to 1. */
  readonly weights: readonly Float64Array[];
}

/**
 * As few windows as cover a side with the overlap, evenly spread, and their blending weights `sin²(π (i + ½) / size)`, divided by their sum at
 * each place.
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
