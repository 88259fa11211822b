import { expect, it } from "vitest";
import { compareCells } from "../../src/measures/compareCells.ts";
import { measureSets } from "../../src/measures/measureSets.ts";
import { discsAndRings } from "../tinySets.ts";

const training = discsAndRings(120, 1);
const heldOut = discsAndRings(40, 2);
const generated = discsAndRings(120, 3);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value) / values.length;

it("compareCells takes as many generated as held-out images, whichever are more", async () => {
  const rows = (await measureSets({ training, heldOut, generated }))!;
  for (const [measured, sets] of [
    [rows, { training, heldOut, generated }],
    [
      { ...rows, heldOut: rows.generated, generated: rows.heldOut },
      { training, heldOut: generated, generated: heldOut },
    ],
  ] as const) {
    const { all, perClass } = compareCells(measured, sets, { seed: 0, classes: 2 });
    for (const { distance, shift, histogram } of all) {
      for (const measurement of [distance, shift]) {
        expect(measurement).toMatchObject({ n: 40, reference: 120, realBaseline: { n: 40 } });
      }
      expect(histogram!.generated.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
    }
    expect(perClass[1]![0]!.distance).toMatchObject({ n: 20, reference: 60, realBaseline: { n: 20 } });
    // Of one distribution, neither is nearer to the training images than the other because of its number.
    const [found, realBaseline] = [
      mean(all.map(({ distance }) => distance.value)),
      mean(all.map((c) => c.distance.realBaseline.value)),
    ];
    expect(found / realBaseline).toBeGreaterThan(0.75);
    expect(found / realBaseline).toBeLessThan(1.33);
  }
});
