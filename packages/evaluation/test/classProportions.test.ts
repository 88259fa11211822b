import { featureStandardiser, kernelDistance } from "@cellgen/metrics";
import { randomStream } from "@cellgen/random";
import { describe, expect, it, test } from "vitest";
import { cellFeatureExtractor, describeEvaluation, evaluateImages, evaluationTables } from "../src/index.ts";
import { featureDistances } from "../src/measures/featureDistances.ts";
import { selectImages } from "../src/measures/imageSet.ts";
import { pickRows } from "../src/measures/jackknife.ts";
import { isAbove, normalEstimate } from "../src/measures/measurement.ts";
import { type ClassWeights, selectByClass } from "../src/measures/selectByClass.ts";
import { discsAndRings, testEngine } from "./tinySets.ts";

const DIMENSION = 4;

/** Features of three classes: normal around (3, 0, 0, 0), (0, 3, 0, 0) and (0, 0, 3, 0). */
function normalFeatures(counts: readonly number[], seed: number) {
  const labels = Int32Array.from(counts.flatMap((count, label) => Array<number>(count).fill(label)));
  const rows = Float64Array.from(
    randomStream(seed, "rows").fillNormal(new Float32Array(labels.length * DIMENSION)),
  );
  for (const [image, label] of labels.entries()) rows[image * DIMENSION + label]! += 3;
  return { labels, rows };
}

type Sets = Record<
  "generated" | "training" | "heldOut",
  { readonly labels: Int32Array; readonly rows: Float64Array }
>;

function rowsOf(sets: Sets, seed: number, weights?: ClassWeights): Record<keyof Sets, Float64Array> {
  const { generated, training, heldOut } = sets;
  const labels = {
    generated: generated.labels,
    training: training.labels,
    heldOut: heldOut.labels,
  };
  const selection = weights && selectByClass(labels, 3, weights, seed)!;
  const selected = (kind: keyof Sets): Float64Array =>
    selection ? pickRows(sets[kind].rows, DIMENSION, selection.indices[kind]) : sets[kind].rows;
  return {
    generated: selected("generated"),
    training: selected("training"),
    heldOut: selected("heldOut"),
  };
}

/** Whether the kernel distance of the generated features is significantly above that of the held-out ones. */
function differs(sets: Sets, seed: number, weights?: ClassWeights): boolean {
  const { generated, training, heldOut } = rowsOf(sets, seed, weights);
  const standardise = featureStandardiser(training, DIMENSION);
  const estimate = (rows: Float64Array) => {
    const { value, standardError } = kernelDistance(standardise(rows), standardise(training), DIMENSION);
    return normalEstimate(value, standardError);
  };
  return isAbove(estimate(generated), estimate(heldOut));
}

const SEEDS = Array.from({ length: 10 }, (_, seed) => seed);

describe("a perfect generator in other proportions of classes than the real images", () => {
  const setsOf = (seed: number, heldOut: readonly number[] = [160, 30, 10]): Sets => ({
    generated: normalFeatures([70, 70, 60], 10 * seed + 1),
    training: normalFeatures([320, 60, 40], 10 * seed + 2),
    heldOut: normalFeatures(heldOut, 10 * seed + 3),
  });
  const differing = (weights?: ClassWeights): number =>
    SEEDS.filter((seed) => differs(setsOf(seed), seed, weights)).length;

  test("differs in each of 10 sets if the proportions count", () => {
    expect(differing()).toBe(10);
  });

  // Two 95 % intervals of equal distributions are disjoint in far less than 5 % of the cases.
  test.each(["heldOut", "equal"] as const)("scores as real with the weights %s", (weights) => {
    expect(differing(weights)).toBe(0);
  });

  test("made of the held-out images themselves scores as real", () => {
    const training = normalFeatures([320, 160, 120], 1);
    const heldOut = normalFeatures([160, 80, 60], 2);
    // 40 of 160 images of the first class, and all others.
    const kept = Array.from(heldOut.labels.keys()).filter((image) => image < 40 || image >= 160);
    const generated = {
      labels: Int32Array.from(kept, (image) => heldOut.labels[image]!),
      rows: pickRows(heldOut.rows, DIMENSION, kept),
    };
    const sets = { generated, training, heldOut };
    expect(differs(sets, 0)).toBe(true);
    expect(differs(sets, 0, "heldOut")).toBe(false);
    const { generated: rows, ...real } = rowsOf(sets, 0, "heldOut");
    const options = { name: "normal", dimension: DIMENSION, seed: 0 };
    const { precision, recall, coverage } = featureDistances(rows, real.heldOut, real.training, options);
    for (const { value, low, high, realBaseline } of [precision, recall, coverage]) {
      expect(low).toBeLessThan(realBaseline.high);
      expect(high).toBeGreaterThan(realBaseline.low);
      expect(value / realBaseline.value).toBeGreaterThan(0.8);
    }
  });

  test("is distinguished from one whose images of a rare class are wrong, with equal weight", () => {
    const detected = SEEDS.filter((seed) => {
      const sets = setsOf(seed, [160, 40, 40]);
      // The rare class is generated around (0, 0, 0, 3).
      const { rows, labels } = sets.generated;
      for (const [image, label] of labels.entries()) {
        if (label !== 2) continue;
        rows[image * DIMENSION + 2]! -= 3;
        rows[image * DIMENSION + 3]! += 3;
      }
      return differs(sets, seed, "equal");
    }).length;
    expect(detected).toBe(10);
  });
});

describe("evaluateImages", async () => {
  const engine = await testEngine();
  const training = discsAndRings(120, 1);
  const heldOut = discsAndRings(120, 2);
  /** All 60 discs of the held-out images, and 15 of the rings. */
  const generated = selectImages(
    heldOut,
    Array.from(heldOut.labels!.keys()).filter((image) => image % 2 === 0 || image < 30),
  );
  const sets = { generated, training, heldOut };
  const options = { engine, features: cellFeatureExtractor(), seed: 0, epochs: 8 };

  it("finds held-out images in other proportions as good as real, and states what it compared", async () => {
    const evaluation = await evaluateImages(sets, { ...options, classes: ["disc", "ring"] });
    expect(evaluation.n).toEqual({ generated: 75, training: 120, heldOut: 120 });
    // 16 / 0.5 = 32 generated images.
    expect(evaluation.classProportions).toEqual({
      weights: "heldOut",
      n: { generated: 31, training: 120, heldOut: 120 },
      excluded: [],
    });
    expect(evaluation.distances.kernelDistance).toMatchObject({
      n: 31,
      reference: 120,
      realBaseline: { n: 120 },
    });
    expect(evaluation.classSeen!.share.n).toBe(31);
    expect(evaluation.classSeen!.perClass.map(({ n }) => n)).toEqual([60, 15]);
    expect(evaluation.cells[0]!.distance.n).toBe(31);
    expect(evaluation.perClass.map(({ n }) => n.generated)).toEqual([60, 15]);
    const { bad, verdict } = describeEvaluation(evaluation);
    expect(bad).toEqual([]);
    expect(verdict).toBe("The images are as good as real cells by these measures.");
    expect(evaluationTables(evaluation).measures.caption).toContain(
      "The classes have the proportions of the held-out images: 31 of 75 generated, 120 of 120 training and 120 of 120 held-out images were selected by the seed.",
    );
  });

  it("without the classes finds that the proportions differ", async () => {
    const evaluation = await evaluateImages(sets, options);
    expect(evaluation.classProportions).toBeUndefined();
    expect(evaluation.distances.kernelDistance.n).toBe(75);
    expect(describeEvaluation(evaluation).bad).not.toEqual([]);
  });

  it("gives all classes equal weight if asked to", async () => {
    const uneven = selectImages(
      heldOut,
      Array.from(heldOut.labels!.keys()).filter((image) => image % 2 === 0 || image < 60),
    );
    const evaluation = await evaluateImages(
      { generated: discsAndRings(80, 3), training, heldOut: uneven },
      { ...options, classes: ["disc", "ring"], classWeights: "equal" },
    );
    expect(evaluation.classProportions).toEqual({
      weights: "equal",
      n: { generated: 80, training: 120, heldOut: 61 },
      excluded: [],
    });
    expect(evaluation.usefulness!.real).toMatchObject({ n: 61, perClass: [{ n: 60 }, { n: 30 }] });
    expect(describeEvaluation(evaluation).bad).toEqual([]);
  });
});
