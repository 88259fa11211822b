import { expect, test } from "vitest";
import { selectByClass } from "../../src/measures/selectByClass.ts";

/** Labels of the given numbers of images of each class, in turn as far as there are any. */
function labelsOf(...counts: number[]): Int32Array {
  const left = [...counts];
  const labels: number[] = [];
  while (left.some((count) => count > 0))
    for (const [label, count] of left.entries())
      if (count > 0) {
        labels.push(label);
        left[label]!--;
      }
  return Int32Array.from(labels);
}

function countsOf(labels: Int32Array, indices: Uint32Array, classes: number): number[] {
  expect([...indices]).toEqual([...new Set(indices)].sort((a, b) => a - b));
  return Array.from(
    { length: classes },
    (_, label) => [...indices].filter((index) => labels[index] === label).length,
  );
}

function select(
  weights: "heldOut" | "equal",
  counts: Record<"generated" | "training" | "heldOut", readonly number[]>,
  seed = 0,
) {
  const labels = {
    generated: labelsOf(...counts.generated),
    training: labelsOf(...counts.training),
    heldOut: labelsOf(...counts.heldOut),
  };
  const classes = counts.heldOut.length;
  const selection = selectByClass(labels, classes, weights, seed);
  return (
    selection && {
      ...selection,
      counts: {
        generated: countsOf(labels.generated, selection.indices.generated, classes),
        training: countsOf(labels.training, selection.indices.training, classes),
        heldOut: countsOf(labels.heldOut, selection.indices.heldOut, classes),
      },
    }
  );
}

test.each([
  [
    "sets of equal proportions are compared as a whole, also where proportions are no whole numbers of images",
    "heldOut",
    { generated: [50, 33, 17], training: [301, 199, 100], heldOut: [60, 40, 20] },
    { generated: [50, 33, 17], training: [300, 199, 100], heldOut: [60, 40, 20] },
  ],
  [
    "with the proportions of the held-out images, others are subsampled to them",
    "heldOut",
    { generated: [100, 100, 100], training: [900, 50, 50], heldOut: [120, 60, 20] },
    // 60, 30 and 10 %: 101 / 0.6 = 168.3 generated images, and 51 / 0.3 = 170 training images.
    { generated: [100, 51, 17], training: [102, 50, 17], heldOut: [120, 60, 20] },
  ],
  [
    "with equal weight each set has equally many of each class",
    "equal",
    { generated: [34, 33, 33], training: [900, 50, 90], heldOut: [300, 20, 30] },
    { generated: [34, 33, 33], training: [51, 50, 51], heldOut: [21, 20, 21] },
  ],
] as const)("%s", (_, weights, sets, counts) => {
  expect(select(weights, sets)).toMatchObject({ counts, excluded: [] });
});

test("a class of which a set has too few images is excluded", () => {
  const sets = { generated: [50, 50, 50], training: [300, 200, 100], heldOut: [80, 60, 2] };
  expect(select("equal", sets)!.excluded).toEqual([2]);
  expect(select("equal", sets)!.counts).toEqual({
    generated: [50, 50, 0],
    training: [201, 200, 0],
    heldOut: [61, 60, 0],
  });
  // In the proportions of the held-out images, two images are enough.
  expect(select("heldOut", sets)!.excluded).toEqual([]);
  expect(select("heldOut", { ...sets, heldOut: [80, 60, 0] })!.excluded).toEqual([2]);
  // But not one generated image for a third of the held-out images.
  expect(select("heldOut", { ...sets, generated: [80, 1, 80], heldOut: [40, 40, 40] })!.excluded).toEqual([
    1,
  ]);
});

test("small sets are compared as far as there are 8 images of each", () => {
  const { counts } = select("equal", { generated: [8, 8, 8], training: [9, 9, 9], heldOut: [4, 4, 4] })!;
  expect(counts.heldOut).toEqual([4, 4, 4]);
  expect(select("equal", { generated: [50, 50], training: [50, 50], heldOut: [50, 2] })).toBeUndefined();
});

test("which images are selected is a function of the seed", () => {
  const sets = { generated: [50, 50], training: [200, 100], heldOut: [100, 20] };
  expect(select("equal", sets, 1)).toEqual(select("equal", sets, 1));
  expect(select("equal", sets, 1)!.indices.training).not.toEqual(select("equal", sets, 2)!.indices.training);
});
