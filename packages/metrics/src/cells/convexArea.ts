/** A point in units of half pixels, so that the midpoints of pixel edges are integers. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Return the area of a region's convex hull. A pixel counts if its center lies in or on the hull of the midpoints of the edges of the
 * region's pixels.
 *
 * @param pixels - Flat indices of the region's pixels in an image of `width`.
 * @see scikit-image's `convex_hull_image`, which gives the same count.
 */
export function convexArea(pixels: Int32Array, width: number): number {
  const hull = convexHull(edgeMiddles(pixels, width));
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { y } of hull) {
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  let area = 0;
  for (let y = 2 * Math.ceil(top / 2); y <= bottom; y += 2) {
    const [left, right] = extentAt(y, hull);
    area += Math.floor(right / 2) - Math.ceil(left / 2) + 1;
  }
  return area;
}

/** Return the edge midpoints of each row's first and last pixel. Other pixels cannot be corners of the hull. */
function edgeMiddles(pixels: Int32Array, width: number): Point[] {
  const rows = new Map<number, [number, number]>();
  for (const pixel of pixels) {
    const x = pixel % width;
    const y = (pixel - x) / width;
    const [first, last] = rows.get(y) ?? [x, x];
    rows.set(y, [Math.min(first, x), Math.max(last, x)]);
  }
  return [...rows].flatMap(([row, ends]) =>
    ends.flatMap((column) => {
      const [x, y] = [2 * column, 2 * row];
      return [
        { x: x - 1, y },
        { x: x + 1, y },
        { x, y: y - 1 },
        { x, y: y + 1 },
      ];
    }),
  );
}

/** Return the corners of the hull in order around it (Andrew's monotone chain). */
function convexHull(points: Point[]): Point[] {
  points.sort((a, b) => a.x - b.x || a.y - b.y);
  const chain = (ordered: readonly Point[]) => {
    const corners: Point[] = [];
    for (const point of ordered) {
      while (corners.length > 1 && turn(corners.at(-2)!, corners.at(-1)!, point) <= 0) corners.pop();
      corners.push(point);
    }
    return corners.slice(0, -1);
  };
  return [...chain(points), ...chain(points.toReversed())];
}

/** Return the orientation of the path a → b → c: positive for a turn to one side, negative for the other, 0 if straight. */
function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** Return the range of x of the hull at `y`, tolerant to rounding so that centers on the border count. */
function extentAt(y: number, hull: readonly Point[]): [number, number] {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const [corner, from] of hull.entries()) {
    const to = hull[(corner + 1) % hull.length]!;
    if (Math.min(from.y, to.y) > y || Math.max(from.y, to.y) < y || from.y === to.y) continue;
    const x = from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y);
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return [left - 1e-9, right + 1e-9];
}
