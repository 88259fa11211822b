/**
 * The place in 0…size-1 that a place on the endlessly mirrored line, `c b a | a b c | c b a`, shows.
 *
 * @param place - Any integer; -1 is the first place beyond the edge, and shows 0.
 * @param size - How many places there are, from 1.
 */
export function mirroredPlace(place: number, size: number): number {
  const period = 2 * size;
  const inPeriod = ((place % period) + period) % period;
  return inPeriod < size ? inPeriod : period - 1 - inPeriod;
}
