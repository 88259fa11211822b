import { lanczosTaps } from "@cellgen/data";
import type { UnitImage } from "@cellgen/pipelines";

/**
 * Scales an image with a Lanczos filter of three lobes, one axis after the other, as images are scaled for training.
 *
 * `out(x) = Σ_i w_i in(i)`, `w_i ∝ sinc(d_i) sinc(d_i / 3)`, `d_i` the distance in pixels of the coarser of the two images, `Σ w_i = 1`
 *
 * @returns An image of `height` x `width` with values clamped to [-1, 1]; the image itself if it has that size.
 */
export function resample(image: UnitImage, height: number, width: number): UnitImage {
  if (image.height === height && image.width === width) return image;
  const { channels } = image;
  const rows = alongAxis(image.values, {
    outer: image.height,
    from: image.width,
    to: width,
    inner: channels,
  });
  const values = alongAxis(rows, { outer: 1, from: image.height, to: height, inner: width * channels });
  for (let i = 0; i < values.length; i++) values[i] = Math.min(1, Math.max(-1, values[i]!));
  return { values, height, width, channels };
}

/** `[outer, from, inner]` becomes `[outer, to, inner]`. */
interface Axis {
  readonly outer: number;
  readonly from: number;
  readonly to: number;
  readonly inner: number;
}

function alongAxis(values: Float32Array, { outer, from, to, inner }: Axis): Float32Array {
  if (from === to) return values.slice();
  const { first, count, weights } = lanczosTaps(from, to);
  const out = new Float32Array(outer * to * inner);
  for (let o = 0; o < outer; o++) {
    for (let x = 0; x < to; x++) {
      const target = (o * to + x) * inner;
      for (let k = 0; k < count; k++) {
        const weight = weights[x * count + k]!;
        const source = (o * from + first[x]! + k) * inner;
        for (let i = 0; i < inner; i++) out[target + i]! += weight * values[source + i]!;
      }
    }
  }
  return out;
}
