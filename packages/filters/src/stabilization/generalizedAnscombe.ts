import { checkValues, type PixelValues, sameKind } from "../filterImage.ts";
import { checkPhotonNoise, type PhotonNoise } from "../noise/photonNoise.ts";

/**
 * Transform camera pixels to values with noise variance 1. It is accurate from about 4 electrons, or for any number if the read noise
 * exceeds 2 gain.
 *
 * `f(z) = 2/gain sqrt(max(gain z + 3/8 gain² + read² - gain offset, 0))`
 *
 * Use it to apply a filter or network for white noise of standard deviation 1 to photon noise. `inverseGeneralizedAnscombe` converts the
 * result back to pixel values; `undoGeneralizedAnscombe` restores the transformed pixels themselves.
 *
 * @param values - Pixel values as stored in the file, in any layout.
 * @returns New array of the same type, with values of at least 0.
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they contain NaN or Infinity, or a number is out of
 *   range.
 * @see Murtagh, Starck and Bijaoui 1995, Astronomy and Astrophysics Supplement 112.
 */
export function generalizedAnscombe<Values extends PixelValues>(values: Values, noise: PhotonNoise): Values {
  checkValues("generalizedAnscombe", "values", values);
  const { gain, offset, read } = checkPhotonNoise("generalizedAnscombe", noise);
  const constant = (3 / 8) * gain ** 2 + read ** 2 - gain * offset;
  const out = sameKind(values, values.length);
  for (let i = 0; i < values.length; i++) {
    out[i] = (2 / gain) * Math.sqrt(Math.max(gain * values[i]! + constant, 0));
  }
  return out;
}

/**
 * Restore the pixels that `generalizedAnscombe` transformed.
 *
 * `z = gain ((D/2)² - 3/8) - read²/gain + offset`
 *
 * Use it for transformed pixels, whether real or generated. For a mean of noisy pixels, such as a denoised image, use
 * `inverseGeneralizedAnscombe`: this algebraic inverse would be too low.
 *
 * @param values - Values on the scale of the transform. Negative values count as 0.
 * @returns New array of the same type. Pixels clipped by the transform become the lowest value that it preserves.
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they contain NaN or Infinity, or a number is out of
 *   range.
 */
export function undoGeneralizedAnscombe<Values extends PixelValues>(
  values: Values,
  noise: PhotonNoise,
): Values {
  checkValues("undoGeneralizedAnscombe", "values", values);
  const { gain, offset, read } = checkPhotonNoise("undoGeneralizedAnscombe", noise);
  const constant = offset - (3 / 8) * gain - read ** 2 / gain;
  const out = sameKind(values, values.length);
  for (let i = 0; i < values.length; i++) {
    out[i] = gain * (Math.max(values[i]!, 0) / 2) ** 2 + constant;
  }
  return out;
}
