/** Source pixels and weights for each pixel of a resampled line. The caller may modify the arrays. */
export interface LanczosTaps {
  /** Index of the first tap of each output pixel. */
  readonly first: Int32Array;
  /** Number of taps per output pixel. */
  readonly count: number;
  /** `[to, count]`; the weights of each output pixel sum to 1. */
  readonly weights: Float64Array;
}

/**
 * Compute the three-lobe Lanczos filter that resamples a line of pixels.
 *
 * `out(x) = Σ_k w_xk in(first_x + k)`, `w_xk ∝ sinc(d) sinc(d / 3)`, `d` the distance in pixels of the coarser line, `Σ_k w_xk = 1`
 *
 * The filter uses only pixels inside the line.
 *
 * @param from - Number of pixels in the line, at least 1.
 * @param to - Number of pixels in the resampled line, at least 1.
 * @throws RangeError if either number is not a positive integer.
 */
export function lanczosTaps(from: number, to: number): LanczosTaps {
  for (const [name, pixels] of Object.entries({ from, to })) {
    if (!Number.isInteger(pixels) || pixels < 1) {
      throw new RangeError(`lanczosTaps: ${name} must be a positive integer, got ${pixels}.`);
    }
  }
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const count = tapCount(from, to);
  const first = new Int32Array(to);
  const weights = new Float64Array(to * count);
  for (let x = 0; x < to; x++) {
    const centre = (x + 0.5) * scale;
    const start = Math.min(from - count, Math.max(0, Math.floor(centre - 3 * stretch)));
    first[x] = start;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const weight = lanczos((start + k + 0.5 - centre) / stretch);
      weights[x * count + k] = weight;
      sum += weight;
    }
    for (let k = 0; k < count; k++) weights[x * count + k]! /= sum;
  }
  return { first, count, weights };
}

/** Return the number of taps per output pixel. */
export function tapCount(from: number, to: number): number {
  return Math.min(from, 2 * Math.ceil(3 * Math.max(1, from / to)) + 1);
}

function lanczos(d: number): number {
  if (Math.abs(d) < 1e-9) return 1;
  if (Math.abs(d) >= 3) return 0;
  const a = Math.PI * d;
  return (3 * Math.sin(a) * Math.sin(a / 3)) / (a * a);
}
