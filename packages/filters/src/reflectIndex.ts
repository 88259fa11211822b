/**
 * The index in 0…size-1 at a place of a line that is reflected at its ends without end, `c b a | a b c | c b a`.
 *
 * @param place - Any integer; -1 is the first place beyond the edge and gives 0.
 * @param size - Length of the line, from 1.
 */
export function reflectIndex(place: number, size: number): number {
  const period = 2 * size;
  const inPeriod = ((place % period) + period) % period;
  return inPeriod < size ? inPeriod : period - 1 - inPeriod;
}
