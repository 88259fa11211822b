/**
 * Interpolate between two arrays along a great circle. For noise this preserves the norm, which linear interpolation would reduce.
 *
 * `sin((1 - position) angle) / sin(angle) * from + sin(position angle) / sin(angle) * to` with the angle between both; linear if they have
 * the same direction.
 *
 * @param position - 0 returns a copy of `from`, 1 of `to`, bitwise equal.
 * @returns New array.
 * @see Shoemake 1985, Animating rotation with quaternion curves.
 */
export function sphericalInterpolation(from: Float32Array, to: Float32Array, position: number): Float32Array {
  let [dot, squaresFrom, squaresTo] = [0, 0, 0];
  for (const [i, a] of from.entries()) {
    const b = to[i]!;
    dot += a * b;
    squaresFrom += a * a;
    squaresTo += b * b;
  }
  const cosine = dot / Math.sqrt(squaresFrom * squaresTo);
  const angle = Math.acos(Math.min(Math.max(cosine, -1), 1));
  const sine = Math.sin(angle);
  const isStraight = !(sine > 1e-6);
  const ofFrom = isStraight ? 1 - position : Math.sin((1 - position) * angle) / sine;
  const ofTo = isStraight ? position : Math.sin(position * angle) / sine;
  return from.map((a, i) => ofFrom * a + ofTo * to[i]!);
}
