/** A number with the interval that holds the true one in 95 of 100 cases. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A number of the generated images, and beside it the same of real images in their place. */
export interface Measurement extends Estimate {
  /** The features, or the measure, that it is a number of. */
  readonly features: string;
  /** Generated images. */
  readonly n: number;
  /** Real images (those for training) that they were compared with; 0 where there is no comparison. */
  readonly reference: number;
  /** Held-out real images in the place of the generated ones: what a perfect model would have. */
  readonly floor: Estimate & { readonly n: number };
}

const NORMAL_95 = 1.959964;

/** value ± 1.96 standard errors. */
export function normalEstimate(value: number, standardError: number): Estimate {
  return { value, low: value - NORMAL_95 * standardError, high: value + NORMAL_95 * standardError };
}

/**
 * A share with Wilson's interval, which also holds near 0 and 1.
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

/** Whether an estimate lies apart from another: their intervals do not touch. */
export function isAbove(a: Estimate, b: Estimate): boolean {
  return a.low > b.high;
}
