import { describe, expect, it } from "vitest";
import { classSeen, trainClassifier, usefulness } from "../../src/index.ts";
import { discsAndRings, noiseImages, testEngine } from "../tinySets.ts";

const engine = await testEngine();
const training = discsAndRings(96, 1);
const heldOut = discsAndRings(40, 2);
const options = { engine, classes: 2, seed: 0, epochs: 14 };

describe("usefulness", () => {
  it("of images like real ones is that of real ones", async () => {
    const told: number[] = [];
    const result = await usefulness(discsAndRings(40, 3), training, heldOut, {
      ...options,
      onProgress: ({ step, steps }) => told.push(step / steps),
    });
    const { generated, real, both, accuracyRatio } = result;
    for (const taught of [generated, real, both]) expect(taught.value).toBeGreaterThan(0.9);
    expect([generated.trainedOn, real.trainedOn, both.trainedOn, generated.n]).toEqual([40, 40, 80, 40]);
    expect(accuracyRatio.value).toBeCloseTo(generated.value / real.value, 12);
    expect(accuracyRatio.low).toBeLessThanOrEqual(accuracyRatio.value);
    expect(accuracyRatio).toMatchObject({ n: 40, reference: 40, realBaseline: { n: 40 } });
    expect(generated.perClass.map(({ n }) => n)).toEqual([20, 20]);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it("of noise is that of guessing", async () => {
    const { generated, real, accuracyRatio } = await usefulness(
      noiseImages(40, 3),
      training,
      heldOut,
      options,
    );
    expect(generated.value).toBeLessThan(0.75);
    expect(real.value).toBeGreaterThan(0.9);
    expect(accuracyRatio.high).toBeLessThan(0.95);
  });

  it("rejects sets without labels", async () => {
    const { labels: _, ...unlabelled } = training;
    await expect(usefulness(unlabelled, training, heldOut, options)).rejects.toThrow(
      "usefulness: generated must have labels, got none.",
    );
  });
});

describe("classSeen", () => {
  it("counts images whose class is another than asked for", async () => {
    const classifier = await trainClassifier(training, options);
    const images = discsAndRings(40, 4);
    // Of the first 10 the other class is asked for.
    const asked = images.labels!.map((label, image) => (image < 10 ? 1 - label : label));
    const { share, perClass, confusion } = await classSeen({ ...images, labels: asked }, heldOut, classifier);
    expect(share.value).toBeCloseTo(0.75, 1);
    expect(share.realBaseline.value).toBeGreaterThan(0.9);
    expect(perClass.map(({ n }) => n)).toEqual([20, 20]);
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(confusion[0]![1]! + confusion[1]![0]!).toBe(Math.round(40 * (1 - share.value)));
    await expect(
      classSeen(images, { ...heldOut, labels: heldOut.labels!.map(() => 3) }, classifier),
    ).rejects.toThrow("classSeen: heldOut.labels must lie in 0…1, got 3 for image 0.");
    await classifier.dispose();
  });
});
