import { type FilterImage, type PixelValues, sameKind } from "./filterImage.ts";
import { reflectIndex } from "./reflectIndex.ts";

/** Split an image into its channels, each `[height, width]`. */
export function planesOf({ values, channels }: FilterImage): Float64Array[] {
  return Array.from({ length: channels }, (_, channel) =>
    Float64Array.from({ length: values.length / channels }, (_, i) => values[i * channels + channel]!),
  );
}

/** Combine channels into an image of the size and array type of `like`: the inverse of {@link planesOf}. */
export function imageOf<Values extends PixelValues>(
  planes: readonly Float64Array[],
  like: FilterImage<Values>,
): FilterImage<Values> {
  const { height, width, channels } = like;
  const values = sameKind(like.values, like.values.length);
  planes.forEach((plane, channel) => {
    for (let i = 0; i < plane.length; i++) values[i * channels + channel] = plane[i]!;
  });
  return { values, height, width, channels };
}

/**
 * Pad a plane by `radius` pixels on each side, reflected at the edges (`c b a | a b c | c b a`).
 *
 * @returns `[height + 2 radius, width + 2 radius]`.
 */
export function mirrored(plane: Float64Array, height: number, width: number, radius: number): Float64Array {
  const rows = reflectedIndices(height, radius);
  const columns = reflectedIndices(width, radius);
  const out = new Float64Array(rows.length * columns.length);
  let o = 0;
  for (const row of rows) {
    for (const column of columns) out[o++] = plane[row * width + column]!;
  }
  return out;
}

/** Return the pixel index, in 0…count-1, for each position from -radius to count + radius - 1. */
function reflectedIndices(count: number, radius: number): Int32Array {
  return Int32Array.from({ length: count + 2 * radius }, (_, i) => reflectIndex(i - radius, count));
}
