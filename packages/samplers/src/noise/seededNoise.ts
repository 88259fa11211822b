import { randomStream } from "@cellgen/random";
import type { SamplerNoise } from "./samplerNoise.ts";

/**
 * Noise as a function of the seed and each image's own number, so that image 7 of seed 42 is the same in every batch.
 *
 * `initial()[i] = randomStream(seed, "initialNoise", indices[i])`, `step(n)[i] = randomStream(seed, "stepNoise", indices[i], n)`
 *
 * @param seed - An integer in 0…2^53-1.
 * @param indices - The numbers of the batch's images, each an integer in 0…2^32-1.
 * @param imageShape - `[height, width, channels]`
 * @returns Noise whose arrays are new at each call, the caller's.
 * @throws RangeError if there are no indices, or one of the numbers is out of range.
 */
export function seededNoise(
  seed: number,
  indices: readonly number[],
  imageShape: readonly [height: number, width: number, channels: number],
): SamplerNoise {
  const shape = [indices.length, ...imageShape];
  if (shape.length !== 4 || !shape.every((side) => Number.isInteger(side) && side > 0)) {
    throw new RangeError(
      `seededNoise: indices must not be empty and imageShape have 3 positive integers, got [${shape}] for the batch.`,
    );
  }
  for (const index of indices) randomStream(seed, "initialNoise", index);
  const size = imageShape[0] * imageShape[1] * imageShape[2];

  function normals(stream: string, stepIndex: number): Float32Array {
    const values = new Float32Array(indices.length * size);
    indices.forEach((index, i) => {
      randomStream(seed, stream, index, stepIndex).fillNormal(values.subarray(i * size, (i + 1) * size));
    });
    return values;
  }

  return {
    initial: () => normals("initialNoise", 0),
    step: (index) => normals("stepNoise", index),
  };
}
