import { randomStream } from "@cellgen/random";

/**
 * Return image indices in shuffled epochs: an endless sequence in which each image occurs once per epoch.
 *
 * @returns Function of the position in the sequence, fast for increasing positions.
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
