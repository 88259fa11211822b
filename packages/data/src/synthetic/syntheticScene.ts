import type { RandomStream } from "@cellgen/random";

/** What a camera looks at, as a function of the place. */
export interface Scene {
  /**
   * The noise-free values at (u, v), both -1…1 across the image, v downwards.
   *
   * @param pixel - Width of a pixel in the same units: edges are softened over it.
   * @param values - Receives one value a channel.
   * @returns The number of the cell at this place, 0 = none.
   */
  shade(u: number, v: number, pixel: number, values: Float64Array): number;
  /** What the camera makes of a value: grey level 0…255 with noise, not yet rounded. */
  expose(value: number, noise: RandomStream): number;
}

/** A number from low to high, evenly. */
export function between(stream: RandomStream, low: number, high: number): number {
  return low + (high - low) * stream.uniform();
}

/** A direction or a phase. */
export function angle(stream: RandomStream): number {
  return between(stream, 0, 2 * Math.PI);
}

/** 0 below -1/2, 1 above 1/2, smooth between (Perlin's smoothstep). */
export function smoothStep(x: number): number {
  const t = Math.min(1, Math.max(0, x + 0.5));
  return t * t * (3 - 2 * t);
}

/**
 * A smooth random function of the place with mean 0 and variance 1: a sum of plane waves of about one wavelength in all directions.
 *
 * @param wavelength - In half sides of the image.
 */
export function texture(
  stream: RandomStream,
  wavelength: number,
  waves = 7,
): (u: number, v: number) => number {
  const parts = Array.from({ length: waves }, () => {
    const k = (2 * Math.PI) / (wavelength * between(stream, 0.75, 1.35));
    const direction = angle(stream);
    return { ku: k * Math.cos(direction), kv: k * Math.sin(direction), phase: angle(stream) };
  });
  const amplitude = Math.sqrt(2 / waves);
  return (u, v) => {
    let sum = 0;
    for (const { ku, kv, phase } of parts) sum += Math.cos(ku * u + kv * v + phase);
    return amplitude * sum;
  };
}

/**
 * Shot noise: a Poisson number with this mean. Exact (by multiplication of uniform numbers, Knuth) up to 30, rounded normal above.
 */
export function poisson(mean: number, stream: RandomStream): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * stream.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = stream.uniform(); product > limit; product *= stream.uniform()) count++;
  return count;
}
