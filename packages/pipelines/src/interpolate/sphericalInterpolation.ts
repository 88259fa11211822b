/**
 * A point on the way from one array to another along a great circle: between noises it stays as long as noise is, where a straight line
 * would cut through the sphere.
 *
 * `sin((1 - position) angle) / sin(angle) * from + sin(position angle) / sin(angle) * to`, angle that between both; a straight line where
 * they point the same way.
 *
 * @param position - 0 gives `from`, 1 gives `to`, bit for bit.
 * @returns The caller's.
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
