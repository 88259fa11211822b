import { checkValues, type PixelValues, sameKind } from "../filterImage.ts";
import { checkPhotonNoise, type PhotonNoise } from "../noise/photonNoise.ts";

/** The transform of 0 electrons. The closed form holds from this value. */
const NO_ELECTRONS = 2 * Math.sqrt(3 / 8);

/**
 * Compute the mean of pixels from the mean of their `generalizedAnscombe` transform. Use it for a denoised image of transformed values.
 *
 * `gain max(I(D) - (read/gain)², 0) + offset`, `I(D) = D²/4 + sqrt(3/2)/4 D⁻¹ - 11/8 D⁻² + 5 sqrt(3/2)/8 D⁻³ - 1/8`, 0 for D up to 2
 * sqrt(3/8)
 *
 * The transform is nonlinear, so the mean of f(z) is not f of the mean. This closed form is within 0.02 gain of the exact unbiased inverse,
 * and within 0.045 gain with read noise.
 *
 * @param values - Values on the scale of the transform, in any layout.
 * @returns New array of the same type, with values of at least `offset`.
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they contain NaN or Infinity, or a number is out of
 *   range.
 * @see Mäkitalo and Foi 2013, IEEE Transactions on Image Processing 22, "Optimal inversion of the generalized Anscombe transformation for
 *   Poisson-Gaussian noise", Eq. 10.
 */
export function inverseGeneralizedAnscombe<Values extends PixelValues>(
  values: Values,
  noise: PhotonNoise,
): Values {
  checkValues("inverseGeneralizedAnscombe", "values", values);
  const { gain, offset, read } = checkPhotonNoise("inverseGeneralizedAnscombe", noise);
  const readElectrons = (read / gain) ** 2;
  const out = sameKind(values, values.length);
  for (let i = 0; i < values.length; i++) {
    out[i] = gain * Math.max(inverse(values[i]!) - readElectrons, 0) + offset;
  }
  return out;
}

/** Evaluate I(D). */
function inverse(value: number): number {
  if (value <= NO_ELECTRONS) return 0;
  const root = Math.sqrt(3 / 2);
  return value ** 2 / 4 + root / 4 / value - 11 / 8 / value ** 2 + (5 / 8) * (root / value ** 3) - 1 / 8;
}
