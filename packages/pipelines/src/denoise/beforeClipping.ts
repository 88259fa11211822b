/** Values at which an image was clipped. The original value of a clipped pixel is at or beyond the limit. */
export type ClippingLimits = readonly [min: number, max: number];

/** Whether a value is clipped. */
export function isClipped(value: number, [min, max]: ClippingLimits): boolean {
  return value <= min || value >= max;
}

/**
 * Estimate the values of an image before clipping: their mean, given that they lie beyond the limit.
 *
 * With a = (max - estimate) / noise: `estimate + noise φ(a) / Q(a)`, the mean of a normal distribution's tail above max; mirrored for min.
 * Values between the limits are unchanged. With the denoised result as `estimate` this is one step of the EM algorithm for censored data.
 *
 * @param estimate - Estimate of the image without noise.
 * @param noise - Standard deviation of the noise.
 * @returns New array.
 * @see Tobin 1958, Econometrica 26; Dempster, Laird and Rubin 1977, Journal of the Royal Statistical Society B 39, section 4.2.
 */
export function beforeClipping(
  values: Float32Array,
  estimate: ArrayLike<number>,
  noise: number,
  [min, max]: ClippingLimits,
): Float32Array {
  return values.map((value, i) => {
    const mean = estimate[i]!;
    if (value >= max) return mean + noise * tailMean((max - mean) / noise);
    if (value <= min) return mean - noise * tailMean((mean - min) / noise);
    return value;
  });
}

/** Return the mean of a standard normal variable above a, `φ(a) / Q(a)`, with a relative error of 1e-4. */
export function tailMean(a: number): number {
  // The continued fraction of Q converges for large a.
  if (a > 2.5) {
    let fraction = a;
    for (let k = 40; k >= 1; k--) fraction = a + k / fraction;
    return fraction;
  }
  return Math.exp(-(a ** 2) / 2) / Math.sqrt(2 * Math.PI) / upperTail(a);
}

/** Return Q(a), the probability that a standard normal variable exceeds a, with an error of 1e-7 (Abramowitz and Stegun 26.2.17). */
function upperTail(a: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(a));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp(-(a ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return a >= 0 ? tail : 1 - tail;
}
