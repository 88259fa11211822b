/** The values at which an image was cut off: what is there was that or beyond. */
export type ClippingLimits = readonly [min: number, max: number];

/** Whether a value was cut off. */
export function isClipped(value: number, [min, max]: ClippingLimits): boolean {
  return value <= min || value >= max;
}

/**
 * What values probably were before they were cut off: their mean, given that they lay beyond the limit.
 *
 * With a = (max - estimate) / noise: `estimate + noise φ(a) / Q(a)`, the mean of a normal distribution's tail beyond max; for min the mirror
 * image. Values between the limits stay. An estimate from the result is the next step of the EM algorithm for censored data.
 *
 * @param estimate - Of the image without noise.
 * @param noise - Standard deviation.
 * @returns A new array.
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

/** The mean of a standard normal variable that is above a: `φ(a) / Q(a)`, to 1e-4 of it. */
export function tailMean(a: number): number {
  // The continued fraction of Q converges where a is large.
  if (a > 2.5) {
    let fraction = a;
    for (let k = 40; k >= 1; k--) fraction = a + k / fraction;
    return fraction;
  }
  return Math.exp(-(a ** 2) / 2) / Math.sqrt(2 * Math.PI) / upperTail(a);
}

/** Q(a), the probability of a standard normal variable above a, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function upperTail(a: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(a));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp(-(a ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return a >= 0 ? tail : 1 - tail;
}
