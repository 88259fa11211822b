/** The largest magnitude of predicted clean images: 1 if `clipSample`, which is the default. */
export function clipLimit(clipSample = true): number {
  return clipSample ? 1 : Infinity;
}

/** The value, or the nearer of `-limit` and `limit` if it lies beyond them. */
export function clip(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}
