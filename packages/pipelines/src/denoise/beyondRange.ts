/** Distance from the range, in standard deviations of the noise, above which it is no longer noise. */
const MAX_NOISE = 5;

/** Image split into a part that a model can denoise and the excess beyond its range. */
export interface SplitValues {
  /** Values within about -1 and 1; the given array if nothing lies far beyond. */
  readonly values: Float32Array;
  /** Add the excess to a denoised image. */
  restore(denoised: Float32Array): Float32Array;
}

/**
 * Split off the excess of values far beyond -1 and 1, which a model trained on clipped images cannot represent, such as very bright pixels of a
 * set whose range is a percentile.
 *
 * At distance d beyond the range, the excess is 0 up to 5 standard deviations of the noise, d from 10 on, and linear in between. The values of
 * bright pixels are thus kept, almost without denoising.
 *
 * @param noise - Standard deviation.
 */
export function splitBeyondRange(values: Float32Array, noise: number): SplitValues {
  const limit = MAX_NOISE * noise;
  const excessOf = (value: number): number => {
    const distance = Math.abs(value) - 1;
    if (!(distance > limit)) return 0;
    return Math.sign(value) * (distance < 2 * limit ? 2 * (distance - limit) : distance);
  };
  if (!values.some((value) => excessOf(value) !== 0)) return { values, restore: (denoised) => denoised };
  const excess = values.map(excessOf);
  return {
    values: values.map((value, i) => value - excess[i]!),
    restore: (denoised) => denoised.map((value, i) => value + excess[i]!),
  };
}
