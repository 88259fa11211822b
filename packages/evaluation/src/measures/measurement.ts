/** Estimate with its 95 % confidence interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Measure of the generated images, with the same measure of real images as baseline. */
export interface Measurement extends Estimate {
  /** Name of the features or the method. */
  readonly features: string;
  /** Number of generated images. */
  readonly n: number;
  /** Number of real training images used as reference; 0 without a reference. */
  readonly reference: number;
  /** Baseline: the same measure of held-out real images, the value of a perfect model. */
  readonly realBaseline: Estimate & { readonly n: number };
}

const NORMAL_95 = 1.959964;

/** Return the estimate value ± 1.96 standard errors. */
export function normalEstimate(value: number, standardError: number): Estimate {
  return { value, low: value - NORMAL_95 * standardError, high: value + NORMAL_95 * standardError };
}

/**
 * Estimate a share with Wilson's interval, which is also valid near 0 and 1.
 *
 * `(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)`
 *
 * @see Wilson 1927, Journal of the American Statistical Association 22.
 */
export function shareEstimate(hits: number, n: number): Estimate {
  if (n === 0) return { value: Number.NaN, low: 0, high: 1 };
  const p = hits / n;
  const z2 = NORMAL_95 ** 2;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const reach = (NORMAL_95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return {
    value: p,
    low: Math.max(0, Math.min(p, middle - reach)),
    high: Math.min(1, Math.max(p, middle + reach)),
  };
}

/** Check whether an estimate is significantly above another: their intervals do not overlap. */
export function isAbove(a: Estimate, b: Estimate): boolean {
  return a.low > b.high;
}
