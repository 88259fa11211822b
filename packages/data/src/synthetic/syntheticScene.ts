import type { RandomStream } from "@cellgen/random";

/** Synthetic scene as a function of position. */
export interface Scene {
  /**
   * Compute the noise-free values at (u, v), both -1…1 across the image, v downwards.
   *
   * @param pixel - Pixel width in the same units; edges are softened over it.
   * @param values - Receives one value per channel.
   * @returns Cell number at this position, 0 = background.
   */
  shade(u: number, v: number, pixel: number, values: Float64Array): number;
  /** Return the camera's response to a value: gray level 0…255 with noise, not rounded. */
  expose(value: number, noise: RandomStream): number;
}

/** Draw a uniform number from low to high. */
export function between(stream: RandomStream, low: number, high: number): number {
  return low + (high - low) * stream.uniform();
}

/** Draw a uniform angle, used as direction or phase. */
export function angle(stream: RandomStream): number {
  return between(stream, 0, 2 * Math.PI);
}

/** Smoothstep: 0 below -1/2, 1 above 1/2, smooth in between (Perlin). */
export function smoothStep(x: number): number {
  const t = Math.min(1, Math.max(0, x + 0.5));
  return t * t * (3 - 2 * t);
}

/**
 * Create a smooth random function of position with mean 0 and variance 1: a sum of plane waves of similar wavelength in all directions.
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
 * Draw from a Poisson distribution (shot noise): exact for means up to 30 (Knuth's product of uniform numbers), a rounded normal above.
 */
export function poisson(mean: number, stream: RandomStream): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * stream.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = stream.uniform(); product > limit; product *= stream.uniform()) count++;
  return count;
}
