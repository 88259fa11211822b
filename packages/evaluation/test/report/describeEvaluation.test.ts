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

const classOf = (
  name: string,
  kernelDistance = measurement(0.01),
  changed: Partial<NonNullable<Evaluation["perClass"][number]["distances"]>> = {},
): Evaluation["perClass"][number] => ({
  name,
  n,
  distances: { ...distances(kernelDistance), ...changed },
  cells: [],
});

const accuracy = (value: number, perClass: readonly number[] = []) => ({
  value,
  low: value - 0.02,
  high: value + 0.02,
  n: 60,
  trainedOn: 500,
  perClass: perClass.map((share) => ({ value: share, low: share - 0.05, high: share + 0.05, n: 20 })),
});

const usefulness = (
  perClass: readonly number[],
  ratio = measurement(0.98, 1),
): NonNullable<Evaluation["usefulness"]> => ({
  generated: accuracy(0.88, perClass),
  real: accuracy(0.9, [0.9, 0.9]),
  both: accuracy(0.9, [0.9, 0.9]),
  realAgain: accuracy(0.9, [0.9, 0.9]),
  accuracyRatio: ratio,
});

/** As good as real in everything, but for what is given. */
const evaluation = (changed: {
  readonly kernelDistance?: Measurement;
  readonly coverage?: Measurement;
  readonly cells?: Evaluation["cells"];
  readonly memorisation?: Partial<Evaluation["memorisation"]>;
  readonly perClass?: Evaluation["perClass"];
  readonly recall?: Measurement;
  readonly classSeen?: Evaluation["classSeen"];
  readonly usefulness?: Evaluation["usefulness"];
}): Evaluation => ({
  n,
  features: "cells",
  seed: 0,
  distances: {
    ...distances(changed.kernelDistance, changed.coverage),
    ...(changed.recall ? { recall: changed.recall } : {}),
  },
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
  ...(changed.classSeen ? { classSeen: changed.classSeen } : {}),
  ...(changed.usefulness ? { usefulness: changed.usefulness } : {}),
});

describe("describeEvaluation", () => {
  it("calls images as good as real cells where nothing is bad, and never else", () => {
    expect(describeEvaluation(evaluation({}))).toMatchObject({
      verdict: "The images are as good as real cells by these measures.",
      bad: [],
    });
    for (const [changed, bad, verdict] of [
      [
        { cells: [cell(measurement(0.3, 0.1)), cell(measurement(0.1))] },
        "1 of 2 measured features",
        "but differ from them as a set",
      ],
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
    expect(bad).toEqual([expect.stringContaining("some of the variety is missing")]);
    expect(good.join()).not.toContain("variety");
    expect(verdict).toContain("come close to real cells, but some measures differ");
  });

  it("does not call the variety complete where the coverage of a class or the recall is low", () => {
    const platelets = classOf("platelet", undefined, { coverage: measurement(0.3, 0.9) });
    const words = describeEvaluation(evaluation({ perClass: [classOf("red"), platelets] }));
    expect(words.good.join()).not.toContain("variety");
    expect(words.bad).toEqual([
      "90 % of the real images are covered by 500 generated ones (90 % by 60 new real ones), but only 30 % of platelet (90 %).",
    ]);
    expect(words.verdict).toBe("These images resemble real cells, but cannot stand in for them.");

    const recalled = describeEvaluation(evaluation({ recall: measurement(0.75, 0.9) }));
    expect(recalled.bad).toEqual([
      expect.stringMatching(/, but the recall is only 75 % \(90 %\): some of the variety is missing\.$/),
    ]);
    expect(recalled.verdict).toContain("come close to real cells, but some measures differ");
    expect(describeEvaluation(evaluation({ recall: measurement(0.3, 0.9) })).verdict).toBe(
      "These images cannot stand in for real cells.",
    );
  });

  it("does not call images realistic where those of a class are not", () => {
    const white = classOf("white", undefined, { precision: measurement(0.4, 0.9) });
    const { good, bad, verdict } = describeEvaluation(evaluation({ perClass: [classOf("red"), white] }));
    expect(good.join()).not.toContain("look like real ones");
    expect(bad).toEqual([
      expect.stringMatching(/\(90 % of 60 real ones\), but only 40 % of white \(90 %\)\.$/),
    ]);
    expect(verdict).toContain("cannot stand in for them");
  });

  it("does not report memorization as absent where a class shows it", () => {
    const { memorisation } = evaluation({ memorisation: { closerThanHeldOut: measurement(0.18, 0.05) } });
    const { good, bad } = describeEvaluation(
      evaluation({ perClass: [classOf("red"), { ...classOf("platelet"), memorisation }] }),
    );
    expect(good.join()).not.toContain("memorization");
    expect(bad).toEqual([
      "18 % of platelet are closer to a training image than 19 of 20 new real ones of their class (5 % is expected by chance): some may be memorized. Check the nearest pairs.",
    ]);
  });

  it("names the classes that classifiers recognize less often, in the sentence on all images", () => {
    const perClass = [classOf("red"), classOf("white")];
    const share = measurement(0.9, 0.92);
    const classSeen = {
      share,
      perClass: [measurement(0.99), measurement(0.5, 0.9)],
      confusion: [
        [99, 1],
        [50, 50],
      ],
    };
    const words = describeEvaluation(evaluation({ perClass, classSeen, usefulness: usefulness([0.9, 0.3]) }));
    expect(words.bad).toEqual([
      "90 % show the requested class (a classifier recognizes 92 % of real ones), but only 50 % of white (90 %).",
      "A classifier trained on generated images only has an accuracy of 88 % on real cells, one trained on as many real images 90 % (ratio 0.98), but only 30 % on white (90 %).",
    ]);
    expect(words.verdict).toContain("cannot stand in for them");
    const fine = describeEvaluation(evaluation({ perClass, usefulness: usefulness([0.9, 0.88]) }));
    expect(fine).toMatchObject({
      verdict: "The images are as good as real cells by these measures.",
      bad: [],
    });
  });

  it("does not call images close to real cells where most classes or features differ", () => {
    const different = classOf("different", measurement(1.37, -0.05));
    const perClass = Array.from({ length: 8 }, (_, k) => (k === 0 ? classOf("same") : different));
    const far = cell(measurement(0.3, 0.1));
    const near = cell(measurement(0.1));
    for (const changed of [{ perClass }, { cells: [far, far, near] }]) {
      expect(describeEvaluation(evaluation(changed)).verdict).toBe(
        "These images resemble real cells, but cannot stand in for them.",
      );
    }
    const half = { perClass: [classOf("same"), different], cells: [far, near, near] };
    expect(describeEvaluation(evaluation(half)).verdict).toContain("but differ from them as a set");
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
