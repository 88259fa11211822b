import { randomStream } from "@cellgen/random";
import { expect, test } from "vitest";
import { balancedOrder, shuffledOrder } from "../../src/batches/imageOrder.ts";
import { arrayBatches } from "../../src/index.ts";

/** 20 images of class 0, 3 of class 2, 6 of class 1; none of class 3. Image k is one pixel of value k / 100. */
const labels = Array.from({ length: 29 }, (_, i) => (i < 20 ? 0 : i < 23 ? 2 : 1));
const images = {
  data: Float32Array.from(labels, (_, i) => i / 100),
  height: 1,
  width: 1,
  channels: 1,
  labels,
  classes: ["large", "medium", "rare", "empty"],
};
const sequence = (count: number, seed = 5): number[] =>
  Array.from({ length: count }, (_, p) => balancedOrder(seed, labels)(p));

test("without balance the order is that of shuffled epochs of all images", async () => {
  const source = arrayBatches(images, { batchSize: 29, seed: 5 });
  const { xStart } = await source.batch(2);
  const epoch = randomStream(5, "order", 2).permutation(29);
  expect([...xStart].map((value) => Math.round(100 * value))).toEqual([...epoch]);
  expect(source.balance).toBe(false);
});

test("every three images of a balanced sequence contain one of each class that has images, in random order", () => {
  const classes = sequence(600).map((index) => labels[index]!);
  const orders = new Set<string>();
  for (let p = 0; p < classes.length; p += 3) {
    const three = classes.slice(p, p + 3);
    expect(three.toSorted()).toEqual([0, 1, 2]);
    orders.add(three.join());
  }
  // All 3! orders occur.
  expect(orders.size).toBe(6);
});

test("each class goes through all of its images before one is repeated, each time in another order", () => {
  const rare = sequence(3 * 3 * 40).filter((index) => labels[index] === 2);
  const epochs = new Map<string, number>();
  for (let p = 0; p < rare.length; p += 3) {
    const epoch = rare.slice(p, p + 3);
    expect(epoch.toSorted()).toEqual([20, 21, 22]);
    epochs.set(epoch.join(), (epochs.get(epoch.join()) ?? 0) + 1);
  }
  // 40 epochs over 6 orders: each is expected 6.7 times. More than 20 times would be a pattern.
  expect(epochs.size).toBe(6);
  expect(Math.max(...epochs.values())).toBeLessThan(20);
});

test("balanced batches are a function of seed and step, whatever was asked before", async () => {
  const options = { batchSize: 4, seed: 7, balance: true, augmentation: "none" } as const;
  const forwards = arrayBatches(images, options);
  const backwards = arrayBatches(images, options);
  const batches = [];
  for (let step = 0; step < 40; step++) batches.push(await forwards.batch(step));
  for (let step = 39; step >= 0; step--) expect(await backwards.batch(step)).toEqual(batches[step]);
  expect(forwards.balance).toBe(true);
  const all = batches.flatMap((batch) => [...batch.labels]);
  for (const label of [0, 1, 2])
    expect(Math.abs(all.filter((each) => each === label).length - all.length / 3)).toBeLessThanOrEqual(1);
  expect(sequence(30, 1)).not.toEqual(sequence(30, 2));
});

test("an order of one stream differs from that of another", () => {
  const take = (order: (p: number) => number): number[] => Array.from({ length: 20 }, (_, p) => order(p));
  expect(take(shuffledOrder(0, 20, "a"))).not.toEqual(take(shuffledOrder(0, 20, "b")));
  expect(take(shuffledOrder(0, 20, "a", 1))).not.toEqual(take(shuffledOrder(0, 20, "a", 2)));
});

test("rejects balance without classes", () => {
  const { labels: _, classes: __, ...unlabelled } = images;
  expect(() => arrayBatches(unlabelled, { batchSize: 1, seed: 0, balance: true })).toThrow(
    "arrayBatches: balance must be false for images without classes, got true. Omit it, or give at least two classes.",
  );
});
