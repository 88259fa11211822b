/** Shape of an image, [batch, height, width, channels], or of a filter, [height, width, in, out]. */
export type Shape4 = readonly [number, number, number, number];

/** Return the number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** Check whether two shapes are equal. */
export function equalShapes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
