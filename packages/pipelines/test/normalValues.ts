import { seededNoise } from "@cellgen/samplers";

/** Standard normal values, a function of the seed. */
export function normalValues(seed: number, count: number): Float32Array {
  return seededNoise(seed, [0], [1, count, 1]).initial();
}
