/** Which pixels of a line become each pixel of a scaled one, and how much of each. The arrays are the caller's. */
export interface LanczosTaps {
  /** Where the taps of each output pixel begin. */
  readonly first: Int32Array;
  /** Taps of every output pixel. */
  readonly count: number;
  /** `[to, count]`; those of an output pixel sum to 1. */
  readonly weights: Float64Array;
}

/**
 * The Lanczos filter of three lobes that scales a line of pixels.
 *
 * `out(x) = Σ_k w_xk in(first_x + k)`, `w_xk ∝ sinc(d) sinc(d / 3)`, `d` the distance in pixels of the coarser of the two lines, `Σ_k w_xk = 1`
 *
 * The filter does not look outside the line.
 *
 * @param from - Pixels of the line, from 1.
 * @param to - Pixels of the scaled line, from 1.
 * @throws RangeError if a number is no whole number from 1.
 */
export function lanczosTaps(from: number, to: number): LanczosTaps {
  for (const [name, pixels] of Object.entries({ from, to })) {
    if (!Number.isInteger(pixels) || pixels < 1) {
      throw new RangeError(`lanczosTaps: ${name} must be a whole number from 1, got ${pixels}.`);
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

/** Taps of every output pixel. */
export function tapCount(from: number, to: number): number {
  return Math.min(from, 2 * Math.ceil(3 * Math.max(1, from / to)) + 1);
}

function lanczos(d: number): number {
  if (Math.abs(d) < 1e-9) return 1;
  if (Math.abs(d) >= 3) return 0;
  const a = Math.PI * d;
  return (3 * Math.sin(a) * Math.sin(a / 3)) / (a * a);
}
