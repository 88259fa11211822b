type Outputs = Readonly<Record<string, Float32Array>>;

/** The greatest difference between outputs of the same names, each in parts of the greatest number of its reference. NaN differs by infinity. */
export function greatestDifference(outputs: Outputs, references: Outputs): number {
  let greatest = 0;
  for (const [name, reference] of Object.entries(references)) {
    const scale = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const [i, value] of reference.entries()) {
      const difference = Math.abs(outputs[name]![i]! - value);
      if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
      if (difference > 0) greatest = Math.max(greatest, difference / scale);
    }
  }
  return greatest;
}
