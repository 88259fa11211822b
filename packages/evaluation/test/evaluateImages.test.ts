import { describe, expect, it } from "vitest";
import { cellFeatureExtractor, describeEvaluation, evaluateImages } from "../src/index.ts";
import { selectImages } from "../src/measures/imageSet.ts";
import { discsAndRings, noiseImages, testEngine } from "./tinySets.ts";

const engine = await testEngine();
const training = discsAndRings(120, 1);
const heldOut = discsAndRings(80, 2);
const features = cellFeatureExtractor();
const options = { engine, features, seed: 0, epochs: 8 };

describe("evaluateImages", () => {
  it("finds new images of the same kind as good as real", async () => {
    const told: number[] = [];
    const sets = { generated: discsAndRings(80, 3), training, heldOut };
    const evaluation = await evaluateImages(sets, {
      ...options,
      classes: ["disc", "ring"],
      onProgress: ({ share }) => told.push(share),
    });
    expect(evaluation).toMatchObject({ n: { generated: 80, training: 120, heldOut: 80 }, features: "cells" });
    expect(evaluation.perClass.map(({ name, n }) => [name, n.generated])).toEqual([
      ["disc", 40],
      ["ring", 40],
    ]);
    expect(evaluation.classSeen!.share.value).toBeGreaterThan(0.9);
    const { verdict, bad } = describeEvaluation(evaluation);
    expect(bad).toEqual([]);
    expect(verdict).toBe("The images are as good as real cells by these measures.");
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  it("finds noise to be no cells", async () => {
    const evaluation = await evaluateImages({ generated: noiseImages(60, 3), training, heldOut }, options);
    expect(evaluation.perClass).toEqual([]);
    expect(evaluation.usefulness).toBeUndefined();
    const { verdict, bad } = describeEvaluation(evaluation);
    expect(verdict).toBe("These images cannot stand in for real cells.");
    expect(bad.join(" ")).toMatch(
      /hardly any looks like a real one.*most of the variety is missing.*the sets differ/,
    );
  });

  it("finds training images to be copies", async () => {
    const generated = selectImages(
      training,
      Array.from({ length: 60 }, (_, image) => image),
    );
    const evaluation = await evaluateImages({ generated, training, heldOut }, options);
    expect(evaluation.memorisation.copies.value).toBe(1);
    const { verdict, bad } = describeEvaluation(evaluation);
    expect(verdict).toBe("Do not use these images as new cells: some are copies of training images.");
    expect(bad.join(" ")).toMatch(/100 % of the images are copies/);
  });

  it("says that it cannot tell copies where the held-out images are training images", async () => {
    const evaluation = await evaluateImages(
      { generated: discsAndRings(40, 3), training, heldOut: training },
      options,
    );
    expect(describeEvaluation(evaluation).bad.join(" ")).toContain("the held-out images are training images");
  });

  it("rejects too few images, other sizes and one class", async () => {
    const few = selectImages(training, [0, 1, 2]);
    await expect(evaluateImages({ generated: few, training, heldOut }, options)).rejects.toThrow(
      "evaluateImages: generated must have at least 8 images, got 3.",
    );
    await expect(
      evaluateImages({ generated: training, training, heldOut }, { ...options, classes: ["cell"] }),
    ).rejects.toThrow("evaluateImages: classes must be empty or have at least two names, got 1.");
  });

  it("ends with the signal's reason", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(
      evaluateImages({ generated: discsAndRings(8, 9), training, heldOut }, { ...options, signal }),
    ).rejects.toThrow("enough");
  });
});
