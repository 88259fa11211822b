import { describe, expect, it } from "vitest";
import { describeEvaluation, type Evaluation, type Measurement } from "../../src/index.ts";

const measurement = (value: number, realBaseline = value, reach = 0.02): Measurement => ({
  value,
  low: value - reach,
  high: value + reach,
  features: "cells",
  n: 500,
  reference: 1000,
  realBaseline: { value: realBaseline, low: realBaseline - reach, high: realBaseline + reach, n: 60 },
});

const cell = (distance: Measurement): Evaluation["cells"][number] => ({
  name: "area",
  label: "area",
  distance,
  shift: distance,
  direction: "larger",
  medianGenerated: 2,
  medianReal: 1,
});

const n = { generated: 500, training: 1000, heldOut: 60 };

const distances = (
  kernelDistance = measurement(0.001),
  coverage = measurement(0.9),
): Evaluation["distances"] => ({
  kernelDistance,
  frechetDistance: measurement(1),
  precision: measurement(0.9),
  recall: measurement(0.9),
  density: measurement(1),
  coverage,
});

const classOf = (name: string, kernelDistance: Measurement): Evaluation["perClass"][number] => ({
  name,
  n,
  distances: distances(kernelDistance),
  cells: [],
});

/** As good as real in everything, but for what is given. */
const evaluation = (changed: {
  readonly kernelDistance?: Measurement;
  readonly coverage?: Measurement;
  readonly cells?: Evaluation["cells"];
  readonly memorisation?: Partial<Evaluation["memorisation"]>;
  readonly perClass?: Evaluation["perClass"];
}): Evaluation => ({
  n,
  features: "cells",
  seed: 0,
  distances: distances(changed.kernelDistance, changed.coverage),
  cells: changed.cells ?? [cell(measurement(0.1))],
  memorisation: {
    distance: measurement(2),
    relativeDistance: measurement(0.7),
    closerThanHeldOut: measurement(0.05),
    copies: measurement(0, 0, 0),
    copyLimit: 0.1,
    worst: [],
    worstHeldOut: [],
    ...changed.memorisation,
  },
  perClass: changed.perClass ?? [],
});

describe("describeEvaluation", () => {
  it("calls images as good as real cells where nothing is bad, and never else", () => {
    expect(describeEvaluation(evaluation({}))).toMatchObject({
      verdict: "The images are as good as real cells by these measures.",
      bad: [],
    });
    for (const [changed, bad, verdict] of [
      [{ cells: [cell(measurement(0.3, 0.1))] }, "1 of 1 measured features", "but differ from them as a set"],
      [{ kernelDistance: measurement(0.1, 0) }, "the sets differ", "but differ from them as a set"],
      [
        { memorisation: { closerThanHeldOut: measurement(0.2, 0.05) } },
        "some may be memorized",
        "come close to real cells, but some measures differ",
      ],
      [
        { memorisation: { distance: measurement(1, 0) } },
        "cannot be measured",
        "come close to real cells, but some measures differ",
      ],
      [
        { memorisation: { copies: measurement(0.1, 0) } },
        "training images were memorized",
        "Do not use these images",
      ],
      [
        { perClass: [classOf("red", measurement(0.01)), classOf("white", measurement(1.37, -0.05))] },
        "distinguishes generated from real images of white (1.370, real ones -0.050).",
        "come close to real cells, but some measures differ",
      ],
    ] as const) {
      const words = describeEvaluation(evaluation(changed));
      const others = words.bad.filter((sentence) => !sentence.includes("it does not detect"));
      expect(others).toEqual([expect.stringContaining(bad)]);
      expect(words.verdict).toContain(verdict);
    }
  });

  it("does not call the distance of all images good where classes or features differ", () => {
    for (const changed of [
      { cells: [cell(measurement(0.3, 0.1))] },
      { perClass: [classOf("white", measurement(1.37, -0.05))] },
    ]) {
      const { good, bad } = describeEvaluation(evaluation(changed));
      expect(good.join()).not.toContain("kernel distance");
      expect(good.join()).not.toContain("they look like real ones");
      expect(bad[0]).toMatch(/0\.001 for 500 images.*it does not detect the differences that follow\.$/);
    }
  });

  it("does not call them as good as real where a part of the variety is missing", () => {
    const { verdict, good, bad } = describeEvaluation(evaluation({ coverage: measurement(0.72, 0.8) }));
    expect(bad).toEqual([]);
    expect(good).toContainEqual(expect.stringContaining("some of the variety is missing"));
    expect(verdict).toContain("come close to real cells, but some measures differ");
  });

  it("lists features, number and real baseline with the distances", () => {
    const { good } = describeEvaluation(evaluation({}));
    expect(good).toContain(
      "The kernel distance in the features cells is 0.001 for 500 images, that of 60 real ones 0.001: the difference is not significant.",
    );
    expect(good[0]).toContain(
      "90 % of 500 images resemble real ones in the features cells (90 % of 60 real ones)",
    );
  });

  it("calls hardly any not none, and nearly all not all", () => {
    const { good, bad } = describeEvaluation(evaluation({ coverage: measurement(0.996, 0.9) }));
    expect(good[1]).toMatch(/^99\.6 % of the real images/);
    const few = describeEvaluation(evaluation({ coverage: measurement(0.004, 0.9) }));
    expect(few.bad[0]).toMatch(/^0\.4 % of the real images/);
    expect(bad).toEqual([]);
  });
});
