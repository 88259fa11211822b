/**
 * The opening of a plane with a disk: what of it is bright over a whole disk of `radius`. Erosion, then dilation, with the pixels at
 * most `radius` away; beyond the edge there is nothing, neither dark nor bright.
 *
 * @param plane - `[height, width]`; untouched.
 * @param radius - Whole pixels, from 1.
 */
export function openedPlane(
  plane: Float64Array,
  height: number,
  width: number,
  radius: number,
): Float64Array {
  const eroded = negated(lowestInDisk(plane, height, width, radius));
  return negated(lowestInDisk(eroded, height, width, radius));
}

function negated(plane: Float64Array): Float64Array {
  for (let pixel = 0; pixel < plane.length; pixel++) plane[pixel] = -plane[pixel]!;
  return plane;
}

/** A disk is a stack of rows: the lowest in rows of every half length, then the lowest of those. */
function lowestInDisk(plane: Float64Array, height: number, width: number, radius: number): Float64Array {
  const inRows = [plane];
  for (let half = 1; half <= radius; half++) inRows.push(widened(inRows[half - 1]!, width));
  const lowest = new Float64Array(plane.length).fill(Number.POSITIVE_INFINITY);
  for (let dy = -radius; dy <= radius; dy++) {
    const rows = inRows[Math.floor(Math.sqrt(radius ** 2 - dy ** 2))]!;
    const shift = dy * width;
    const from = Math.max(-shift, 0);
    const to = Math.min(height * width - shift, height * width);
    for (let pixel = from; pixel < to; pixel++) {
      const value = rows[pixel + shift]!;
      if (value < lowest[pixel]!) lowest[pixel] = value;
    }
  }
  return lowest;
}

/** The lowest of each pixel and the ones left and right of it. */
function widened(plane: Float64Array, width: number): Float64Array {
  const lowest = plane.slice();
  for (let start = 0; start < plane.length; start += width) {
    for (let pixel = start + 1; pixel < start + width; pixel++) {
      if (plane[pixel - 1]! < lowest[pixel]!) lowest[pixel] = plane[pixel - 1]!;
      if (plane[pixel]! < lowest[pixel - 1]!) lowest[pixel - 1] = plane[pixel]!;
    }
  }
  return lowest;
}
