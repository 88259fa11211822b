import { checkValues, type PixelValues, sameKind } from "../filterImage.ts";
import { checkPhotonNoise, type PhotonNoise } from "../noise/photonNoise.ts";

/**
 * Pixels of a camera to values whose noise has variance 1, from about 4 electrons, or any number if the read noise is above 2 gain.
 *
 * `f(z) = 2/gain sqrt(max(gain z + 3/8 gain² + read² - gain offset, 0))`
 *
 * A filter or a network for white noise of standard deviation 1 can so be used on photon noise. `inverseGeneralizedAnscombe` turns its
 * result into pixels, `undoGeneralizedAnscombe` gives back the pixels themselves.
 *
 * @param values - Pixel values as they are in the file, in any layout.
 * @returns A new array of the same kind, from 0.
 * @throws TypeError if the values are no Float32Array or Float64Array; RangeError if they hold NaN or Infinity, or a number is out of range.
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
 * The pixels that `generalizedAnscombe` has transformed, as they were.
 *
 * `z = gain ((D/2)² - 3/8) - read²/gain + offset`
 *
 * For transformed pixels themselves, noisy ones and drawn ones alike. A mean of noisy ones, like a denoised image, needs
 * `inverseGeneralizedAnscombe`: this is too low for it.
 *
 * @param values - Of the transform's scale; below 0 they are taken as 0.
 * @returns A new array of the same kind. Pixels that the transform has cut off come back as the lowest that it keeps.
 * @throws TypeError if the values are no Float32Array or Float64Array; RangeError if they hold NaN or Infinity, or a number is out of range.
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
