import { randomStream } from "@cellgen/random";

/** Select at most `most` items by the seed, keeping their order. */
export function selectBySeed<Item>(items: readonly Item[], most: number, seed: number): readonly Item[] {
  if (items.length <= most) return items;
  const order = randomStream(seed, "drawnFiles").permutation(items.length).subarray(0, most);
  return Array.from(order.sort(), (index) => items[index]!);
}
