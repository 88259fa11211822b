import { nearestNeighbours } from "@cellgen/metrics";
import { describe, expect, it } from "vitest";
import { isClassifier, trainContrastive } from "../../src/index.ts";
import { accuracy, discsAndRings, testEngine } from "../tinySets.ts";

const engine = await testEngine();
const training = discsAndRings(96, 1);
const heldOut = discsAndRings(40, 2);

describe("trainContrastive", () => {
  it("without classes learns features in which discs lie beside discs and rings beside rings", async () => {
    const losses: number[] = [];
    const { labels: _, ...unlabelled } = training;
    const network = await trainContrastive(unlabelled, {
      engine,
      seed: 0,
      steps: 40,
      onProgress: ({ loss }) => losses.push(loss),
    });
    expect(isClassifier(network)).toBe(false);
    // Guessing the partner of a view among the 63 others costs log 63 = 4.14.
    expect(losses[0]).toBeGreaterThan(2.5);
    expect(losses.at(-1)!).toBeLessThan(losses[0]! - 0.5);
    const near = nearestNeighbours(
      await network.features(heldOut),
      await network.features(training),
      network.dimension,
    );
    const seen = near.indices.map((index) => training.labels![index]!);
    expect(accuracy(seen, heldOut.labels!)).toBeGreaterThan(0.9);
    await network.dispose();
  });

  it("learns from fewer images than a step would take", async () => {
    const network = await trainContrastive(discsAndRings(3, 1), { engine, seed: 0, steps: 3 });
    expect((await network.features(heldOut)).every(Number.isFinite)).toBe(true);
    await network.dispose();
  });

  it("rejects what cannot be learnt", async () => {
    await expect(trainContrastive(discsAndRings(1, 0), { engine, seed: 0 })).rejects.toThrow(
      "trainContrastive: images must have at least 2 images, got 1.",
    );
    await expect(trainContrastive(training, { engine, seed: 0, steps: 0.5 })).rejects.toThrow(
      "trainContrastive: steps must be a whole number from 1, got 0.5.",
    );
  });
});
