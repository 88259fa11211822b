import { checkLength } from "./checks/checkLength.ts";
import type { Denoiser } from "./denoiser.ts";

/**
 * Apply classifier-free guidance: extrapolate from the unconditional output through the conditional output.
 *
 * `output = unconditional + guidanceScale * (conditional - unconditional)`
 *
 * @param conditional - The denoiser conditioned on the class.
 * @param unconditional - The denoiser without the condition (the null class), or a weaker model. It must have the same prediction type.
 * @param guidanceScale - 1 returns `conditional` and never calls `unconditional`. Values above 1 strengthen the condition.
 * @returns A denoiser that calls both denoisers in turn.
 * @throws RangeError if `guidanceScale` is not finite. The returned denoiser throws a RangeError if an output and x_t differ in length.
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
