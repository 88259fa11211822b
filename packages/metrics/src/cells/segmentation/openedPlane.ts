/** Of the shapes, in pixels: from the middle to the farthest pixel of its row. */
export type GranuleRadius = 1 | 2 | 4 | 8;

/**
 * The opening of a plane with a shape: what of it is bright over the whole of one. Erosion, then dilation; beyond the edge there is
 * nothing, neither dark nor bright.
 *
 * Radius 1 is a pixel and its four neighbours; 2 that, widened by all eight neighbours: an octagon; 4 and 8 are the octagon widened by
 * itself once and three times. So each is made of the one before, and an opening never leaves more than that with a smaller one.
 *
 * @param plane - `[height, width]`; untouched.
 */
export function openedPlane(
  plane: Float64Array,
  height: number,
  width: number,
  radius: GranuleRadius,
): Float64Array {
  const eroded = negated(lowestAround(plane, height, width, radius));
  return negated(lowestAround(eroded, height, width, radius));
}

function negated(plane: Float64Array): Float64Array {
  return plane.map((value) => -value);
}

/** The lowest in the shape around each pixel. */
function lowestAround(plane: Float64Array, height: number, width: number, radius: number): Float64Array {
  const rows = (values: Float64Array) => lowestAlong(values, 1, width);
  const columns = (values: Float64Array) => lowestAlong(values, width, height);
  const cross = (values: Float64Array) => lowestOfBoth(rows(values), columns(values));
  if (radius === 1) return cross(plane);
  let lowest = plane;
  for (let octagon = 2; octagon <= radius; octagon += 2) lowest = cross(rows(columns(lowest)));
  return lowest;
}

/** The lowest of each pixel and the two beside it, of `count` pixels that are `stride` apart. */
function lowestAlong(plane: Float64Array, stride: number, count: number): Float64Array {
  const lowest = plane.slice();
  const lines = plane.length / count;
  for (let line = 0; line < lines; line++) {
    const first = stride === 1 ? line * count : line;
    for (let place = 1, pixel = first + stride; place < count; place++, pixel += stride) {
      const before = pixel - stride;
      if (plane[before]! < lowest[pixel]!) lowest[pixel] = plane[before]!;
      if (plane[pixel]! < lowest[before]!) lowest[before] = plane[pixel]!;
    }
  }
  return lowest;
}

function lowestOfBoth(a: Float64Array, b: Float64Array): Float64Array {
  for (let pixel = 0; pixel < a.length; pixel++) if (b[pixel]! < a[pixel]!) a[pixel] = b[pixel]!;
  return a;
}
