/**
 * Return the decay of the moving average (EMA) at an update. It starts small, while the parameters change fast, so that the average is not
 * dominated by the random initialization.
 *
 * `min(maxDecay, 1 - (1 + n)^-power)`: 0 at the first update, which copies the parameters.
 *
 * @param n - Number of previous updates.
 * @see Hugging Face's `EMAModel` with `use_ema_warmup` and `inv_gamma` 1: its `optimization_step` is n + 1.
 */
export function emaDecay(n: number, maxDecay: number, power: number): number {
  return Math.min(maxDecay, 1 - (1 + n) ** -power);
}
