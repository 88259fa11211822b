import { randomStream } from "@cellgen/random";

/** At most `most` of the items in their order, chosen by the seed. */
export function selectBySeed<Item>(items: readonly Item[], most: number, seed: number): readonly Item[] {
  if (items.length <= most) return items;
  const order = randomStream(seed, "drawnFiles").permutation(items.length).subarray(0, most);
  return Array.from(order.sort(), (index) => items[index]!);
}
