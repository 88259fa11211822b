type Outputs = Readonly<Record<string, Float32Array>>;

/**
 * Return the maximum difference of equally named outputs, relative to the maximum magnitude of each reference:
 * `max |output − reference| / max |reference|`. Infinity if an output contains NaN.
 */
export function maxRelativeDifference(outputs: Outputs, references: Outputs): number {
  let max = 0;
  for (const [name, reference] of Object.entries(references)) {
    const scale = reference.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    for (const [i, value] of reference.entries()) {
      const difference = Math.abs(outputs[name]![i]! - value);
      if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
      if (difference > 0) max = Math.max(max, difference / scale);
    }
  }
  return max;
}
