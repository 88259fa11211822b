import type { NoiseSchedule } from "@cellgen/schedules";

/**
 * The timestep whose x_t is an image with this noise but for the scale: that of the nearest ratio of noise to signal, by its logarithm.
 *
 * `sqrt(1 - ᾱ_t) / sqrt(ᾱ_t) ≈ noise`, so `sqrt(ᾱ_t) (xStart + noise ε) ≈ x_t`
 *
 * @param noise - Standard deviation, where images are in [-1, 1]. Less than that of timestep 0 counts as that.
 * @throws RangeError if it is no number above 0, or above that of the last timestep.
 */
export function noiseTimestep(caller: string, schedule: NoiseSchedule, noise: number): number {
  if (!(noise > 0 && Number.isFinite(noise))) {
    throw new RangeError(
      `${caller}: noise must be a number above 0, where images are in [-1, 1], got ${noise}.`,
    );
  }
  const last = schedule.numTimesteps - 1;
  if (noise > timestepNoise(schedule, last)) {
    throw new RangeError(
      `${caller}: noise must be at most ${timestepNoise(schedule, last).toPrecision(3)}, that of the model's last timestep, got ${noise}.`,
    );
  }
  const above = schedule.alphasCumprod.findIndex((_, t) => timestepNoise(schedule, t) >= noise);
  if (above === 0) return 0;
  // By the logarithm the middle is the geometric mean.
  const middle = Math.sqrt(timestepNoise(schedule, above) * timestepNoise(schedule, above - 1));
  return noise < middle ? above - 1 : above;
}

/** The standard deviation of a timestep's noise beside an image of its own scale: `sqrt(1 - ᾱ_t) / sqrt(ᾱ_t)`. */
export function timestepNoise(
  { sqrtAlphasCumprod, sqrtOneMinusAlphasCumprod }: NoiseSchedule,
  t: number,
): number {
  return sqrtOneMinusAlphasCumprod[t]! / sqrtAlphasCumprod[t]!;
}
