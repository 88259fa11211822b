/** Return the maximum magnitude of predicted clean images: 1 if `clipSample`, otherwise infinity. */
export function clipLimit(clipSample = true): number {
  return clipSample ? 1 : Infinity;
}

/** Clip a value to [-limit, limit]. */
export function clip(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}
