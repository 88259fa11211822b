import { reflectIndex } from "@cellgen/filters";

/** Affine map of image coordinates about the center of the image. */
export interface Affine {
  /** Counter-clockwise rotation of the picture in degrees. @default 0 */
  readonly rotation?: number;
  /** Factor of enlargement of the picture. @default 1 */
  readonly scale?: number;
  /** Movement of the picture to the right and down in pixels. @default [0, 0] */
  readonly shift?: readonly [right: number, down: number];
}

/**
 * Rotate, scale and shift an image with bilinear interpolation. Beyond its edges, it is continued by reflection, `c b a | a b c | c b a`.
 *
 * `out(p) = in(R⁻¹ (p - c - shift) / scale + c)`, with c the center of the image. A shift by whole pixels copies values without
 * interpolation.
 *
 * @param values - `[height, width, channels]`.
 * @param shape - `[height, width, channels]`.
 * @returns New array of the same shape.
 * @throws RangeError if `values` does not have the shape, or a number of the map is not finite or `scale` not above 0.
 */
export function affineResample(
  values: Float32Array,
  shape: readonly [height: number, width: number, channels: number],
  { rotation = 0, scale = 1, shift: [right, down] = [0, 0] }: Affine,
): Float32Array {
  const [height, width, channels] = shape;
  if (values.length !== height * width * channels) {
    throw new RangeError(
      `affineResample: values must have shape [${shape.join(",")}], got ${values.length} values instead of ${height * width * channels}.`,
    );
  }
  if (![rotation, scale, right, down].every(Number.isFinite) || scale <= 0) {
    throw new RangeError(
      `affineResample: rotation and shift must be finite and scale above 0, got ${JSON.stringify({ rotation, scale, shift: [right, down] })}.`,
    );
  }
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const out = new Float32Array(values.length);
  let o = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += channels) {
      const u = x - middleX - right;
      const v = y - middleY - down;
      // Rows run downwards, so a counter-clockwise rotation of the picture is inverted by the transposed matrix of the textbook.
      const sourceX = cos * u - sin * v + middleX;
      const sourceY = sin * u + cos * v + middleY;
      const left = Math.floor(sourceX);
      const top = Math.floor(sourceY);
      const [wx, wy] = [sourceX - left, sourceY - top];
      const [x0, x1] = [reflectIndex(left, width), reflectIndex(left + 1, width)];
      const [row0, row1] = [reflectIndex(top, height) * width, reflectIndex(top + 1, height) * width];
      for (let c = 0; c < channels; c++) {
        const upper =
          (1 - wx) * values[(row0 + x0) * channels + c]! + wx * values[(row0 + x1) * channels + c]!;
        const lower =
          (1 - wx) * values[(row1 + x0) * channels + c]! + wx * values[(row1 + x1) * channels + c]!;
        out[o + c] = (1 - wy) * upper + wy * lower;
      }
    }
  }
  return out;
}
