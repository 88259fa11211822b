/**
 * The decay of the moving average (EMA) at an update: small while the parameters move fast, so that a young average is not the noise
 * that training began with.
 *
 * `min(maxDecay, 1 - (1 + n)^-power)`: 0 at the first update, which copies the parameters.
 *
 * @param n - Updates done before, from 0.
 * @see Hugging Face's `EMAModel` with `use_ema_warmup` and `inv_gamma` 1: its `optimization_step` is n + 1.
 */
export function emaDecay(n: number, maxDecay: number, power: number): number {
  return Math.min(maxDecay, 1 - (1 + n) ** -power);
}
