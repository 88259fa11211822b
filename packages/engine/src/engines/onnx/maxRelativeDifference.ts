type Outputs = Readonly<Record<string, Float32Array>>;

/**
 * The maximum difference between outputs of the same names, each relative to the largest magnitude of its reference:
 * `max |output − reference| / max |reference|`. Infinity if an output is NaN.
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
