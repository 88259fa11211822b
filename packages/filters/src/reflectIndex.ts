/**
 * Return the index in 0…size-1 for a position on a line that is reflected periodically at its ends, `c b a | a b c | c b a`.
 *
 * @param place - Any integer. Position -1 is the first beyond the edge and maps to 0.
 * @param size - Length of the line, at least 1.
 */
export function reflectIndex(place: number, size: number): number {
  const period = 2 * size;
  const inPeriod = ((place % period) + period) % period;
  return inPeriod < size ? inPeriod : period - 1 - inPeriod;
}
