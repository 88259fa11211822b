import { checkLength } from "./checks/checkLength.ts";
import type { Denoiser } from "./denoiser.ts";

/**
 * Classifier-free guidance: extrapolate from the unconditional output through the conditional one.
 *
 * `output = unconditional + guidanceScale * (conditional - unconditional)`
 *
 * @param conditional - The denoiser with the class or condition.
 * @param unconditional - The denoiser without (the null class), or a weaker model; of the same prediction type.
 * @param guidanceScale - 1 returns the conditional denoiser, and `unconditional` is not called; above 1 strengthens the condition.
 * @returns A denoiser that calls both in turn.
 * @throws RangeError if `guidanceScale` is not finite, or, when called, if an output has another length than x_t.
 * @see Ho and Salimans 2022, arXiv:2207.12598, Eq. 6 with guidanceScale = 1 + w.
 */
export function guidedDenoiser(
  conditional: Denoiser,
  unconditional: Denoiser,
  guidanceScale: number,
): Denoiser {
  if (!Number.isFinite(guidanceScale)) {
    throw new RangeError(`guidedDenoiser: guidanceScale must be finite, got ${guidanceScale}.`);
  }
  if (guidanceScale === 1) return conditional;
  return async (xt, t) => {
    const to = await conditional(xt, t);
    const from = await unconditional(xt, t);
    checkLength("guidedDenoiser", "conditional's output", to, xt.length);
    checkLength("guidedDenoiser", "unconditional's output", from, xt.length);
    const guided = new Float32Array(xt.length);
    for (let i = 0; i < xt.length; i++) guided[i] = from[i]! + guidanceScale * (to[i]! - from[i]!);
    return guided;
  };
}
