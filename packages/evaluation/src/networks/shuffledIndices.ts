import { randomStream } from "@cellgen/random";

/**
 * Numbers of images in shuffled epochs: the p-th of an endless sequence, in which each image comes once an epoch.
 *
 * @returns A function of the place in the sequence, fast where places ascend.
 */
export function shuffledIndices(seed: number, count: number): (place: number) => number {
  let known = -1;
  let order: Uint32Array = new Uint32Array(0);
  return (place) => {
    const epoch = Math.floor(place / count);
    if (epoch !== known) {
      order = randomStream(seed, "evaluationEpoch", epoch).permutation(count);
      known = epoch;
    }
    return order[place % count]!;
  };
}
