import { mirrored } from "../planes.ts";

/** Return the mean of the square window around each pixel of a plane, with reflection at the edges. */
export function boxMean(plane: Float64Array, height: number, width: number, radius: number): Float64Array {
  const source = mirrored(plane, height, width, radius);
  const stride = width + 2 * radius;
  const side = 2 * radius + 1;
  const out = new Float64Array(plane.length);
  const columns = new Float64Array(stride);
  for (let row = 0; row < height; row++) {
    columns.fill(0);
    for (let k = 0; k < side; k++) {
      for (let x = 0; x < stride; x++) columns[x]! += source[(row + k) * stride + x]!;
    }
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let k = 0; k < side; k++) sum += columns[column + k]!;
      out[row * width + column] = sum / side ** 2;
    }
  }
  return out;
}
