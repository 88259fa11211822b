import type { RandomStream } from "@cellgen/random";

/** Minimum mean for the rejection method, whose running time does not depend on the mean. */
const MIN_REJECTION_MEAN = 10;

/**
 * Draw a sample from a Poisson distribution.
 *
 * Small means use inversion: the smallest k whose cumulative probability exceeds a uniform number, one draw per sample. Large means use
 * transformed rejection with squeeze.
 *
 * @param mean - At least 0.
 * @see Hörmann 1993, Insurance: Mathematics and Economics 12, algorithm PTRS.
 */
export function samplePoisson(mean: number, stream: RandomStream): number {
  return mean < MIN_REJECTION_MEAN ? byInversion(mean, stream) : byRejection(mean, stream);
}

function byInversion(mean: number, stream: RandomStream): number {
  let rest = stream.uniform();
  let probability = Math.exp(-mean);
  let k = 0;
  // Uniform numbers have 24 bits, so that rarer events never occur.
  while (rest >= probability && probability > 0) {
    rest -= probability;
    k++;
    probability *= mean / k;
  }
  return k;
}

function byRejection(mean: number, stream: RandomStream): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = stream.uniform() - 0.5;
    const v = stream.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || us === 0 || (us < 0.013 && v > us)) continue;
    const logDensity = k * Math.log(mean) - mean - logFactorial(k);
    if (Math.log((v * inverseAlpha) / (a / us ** 2 + b)) <= logDensity) return k;
  }
}

/** Return ln k!, for k from 10 by Stirling's series, accurate to about 1e-12. */
export function logFactorial(k: number): number {
  if (k < 10) {
    let product = 1;
    for (let i = 2; i <= k; i++) product *= i;
    return Math.log(product);
  }
  const n = k + 1;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / n ** 2) / n ** 2) / n ** 2) / n;
  return (n - 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}
