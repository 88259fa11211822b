/** Return `lambda = log(sqrt(alphaCumprod) / sqrt(1 - alphaCumprod))`, half the log signal-to-noise ratio; infinite for 1. */
export function logSnr(alphaCumprod: number): number {
  return 0.5 * Math.log(alphaCumprod / (1 - alphaCumprod));
}
