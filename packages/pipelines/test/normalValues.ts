import { createEngine } from "@cellgen/engine/node";
import { seededNoise } from "@cellgen/samplers";

// Tensors need the tfjs backend that an engine sets.
await createEngine("cpu");

/** Standard normal values, a function of the seed. */
export function normalValues(seed: number, count: number): Float32Array {
  const noise = seededNoise(seed, [0], [1, count, 1]).initial();
  try {
    return noise.dataSync<"float32">().slice();
  } finally {
    noise.dispose();
  }
}
