import { randomStream } from "@cellgen/random";
import type { SamplerNoise } from "./samplerNoise.ts";

/**
 * Create noise that depends only on the seed and the index of each image: image 7 of seed 42 is the same in every batch.
 *
 * `initial()[i] = randomStream(seed, "initialNoise", indices[i])`, `step(n)[i] = randomStream(seed, "stepNoise", indices[i], n)`
 *
 * @param seed - An integer in 0…2^53-1.
 * @param indices - The index of each image in the batch, an integer in 0…2^32-1.
 * @param imageShape - `[height, width, channels]`
 * @returns A noise source. Each call returns a new array.
 * @throws RangeError if `indices` is empty, or a number is out of range.
 */
export function seededNoise(
  seed: number,
  indices: readonly number[],
  imageShape: readonly [height: number, width: number, channels: number],
): SamplerNoise {
  const shape = [indices.length, ...imageShape];
  if (shape.length !== 4 || !shape.every((side) => Number.isInteger(side) && side > 0)) {
    throw new RangeError(
      `seededNoise: indices must not be empty and imageShape must have 3 positive integers, got batch shape [${shape}].`,
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
