/** Radius of a shape in pixels. */
export type GranuleRadius = 1 | 2 | 4 | 8;

/**
 * Apply a morphological opening, erosion followed by dilation: it keeps what is bright over a whole shape. Positions outside the image are
 * ignored.
 *
 * Radius 1 is a pixel with its four neighbors. Radius 2 is that shape dilated by a 3x3 square, an octagon. Radii 4 and 8 are the octagon
 * dilated by itself once and three times. Each shape is built from the previous one, so that a larger radius never keeps more.
 *
 * @param plane - `[height, width]`; not modified.
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

/** Return the minimum over the shape around each pixel. */
function lowestAround(plane: Float64Array, height: number, width: number, radius: number): Float64Array {
  const rows = (values: Float64Array) => lowestAlong(values, 1, width);
  const columns = (values: Float64Array) => lowestAlong(values, width, height);
  const cross = (values: Float64Array) => lowestOfBoth(rows(values), columns(values));
  if (radius === 1) return cross(plane);
  let lowest = plane;
  for (let octagon = 2; octagon <= radius; octagon += 2) lowest = cross(rows(columns(lowest)));
  return lowest;
}

/** Return the minimum of each pixel and its two neighbors, for `count` pixels with distance `stride`. */
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
