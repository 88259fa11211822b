import type { NoiseSchedule } from "@cellgen/schedules";

/**
 * Find the timestep whose x_t has this noise level up to a scale factor: the one with the nearest noise-to-signal ratio, on a logarithmic scale.
 *
 * `sqrt(1 - ᾱ_t) / sqrt(ᾱ_t) ≈ noise`, so `sqrt(ᾱ_t) (xStart + noise ε) ≈ x_t`
 *
 * @param noise - Standard deviation, for images in [-1, 1]. Values below that of timestep 0 return 0.
 * @throws RangeError if `noise` is not a positive number, or exceeds that of the last timestep.
 */
export function noiseTimestep(caller: string, schedule: NoiseSchedule, noise: number): number {
  if (!(noise > 0 && Number.isFinite(noise))) {
    throw new RangeError(`${caller}: noise must be a number above 0, for images in [-1, 1], got ${noise}.`);
  }
  const last = schedule.numTimesteps - 1;
  if (noise > timestepNoise(schedule, last)) {
    throw new RangeError(
      `${caller}: noise must be at most ${timestepNoise(schedule, last).toPrecision(3)}, that of the model's last timestep, got ${noise}.`,
    );
  }
  const above = schedule.alphasCumprod.findIndex((_, t) => timestepNoise(schedule, t) >= noise);
  if (above === 0) return 0;
  // On a logarithmic scale the midpoint is the geometric mean.
  const middle = Math.sqrt(timestepNoise(schedule, above) * timestepNoise(schedule, above - 1));
  return noise < middle ? above - 1 : above;
}

/** Return the noise-to-signal ratio of a timestep, the noise level of an image in [-1, 1]: `sqrt(1 - ᾱ_t) / sqrt(ᾱ_t)`. */
export function timestepNoise(
  { sqrtAlphasCumprod, sqrtOneMinusAlphasCumprod }: NoiseSchedule,
  t: number,
): number {
  return sqrtOneMinusAlphasCumprod[t]! / sqrtAlphasCumprod[t]!;
}
