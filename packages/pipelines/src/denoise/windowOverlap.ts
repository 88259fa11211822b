/** Return the minimum overlap of neighboring windows of a field in pixels: half of the shorter side. */
export function windowOverlap(size: readonly [height: number, width: number]): number {
  return Math.max(1, Math.floor(Math.min(...size) / 2));
}
