import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { trainClassifier } from "../../src/index.ts";
import { mostProbable } from "../../src/networks/mostProbable.ts";
import { accuracy, discsAndRings, testEngine } from "../tinySets.ts";

const engine = await testEngine();
const training = discsAndRings(64, 1);
const heldOut = discsAndRings(40, 2);

describe("trainClassifier", () => {
  it("tells discs from rings that it has not seen, with probabilities that sum to 1", async () => {
    const losses: number[] = [];
    const classifier = await trainClassifier(training, {
      engine,
      classes: 2,
      seed: 0,
      epochs: 20,
      onProgress: ({ loss }) => losses.push(loss),
    });
    const probabilities = await classifier.classify(heldOut);
    expect(accuracy(mostProbable(probabilities, 2), heldOut.labels!)).toBeGreaterThan(0.95);
    for (let i = 0; i < 80; i += 2) expect(probabilities[i]! + probabilities[i + 1]!).toBeCloseTo(1, 5);
    expect(losses).toHaveLength(40);
    // Before it has learnt anything the loss is about that of guessing, log 2.
    expect(losses[0]).toBeGreaterThan(0.3);
    expect(losses.at(-1)).toBeLessThan(0.2);
    await classifier.dispose();
  });

  it("is a function of images and seed, and a batch's images are independent of each other", async () => {
    const options = { engine, classes: 2, seed: 3, epochs: 1 };
    const first = await trainClassifier(training, options);
    const tensors = tf.memory().numTensors;
    const second = await trainClassifier(training, options);
    const features = await first.features(heldOut);
    expect(await second.features(heldOut)).toEqual(features);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(features.length).toBe(40 * first.dimension);
    const last = {
      ...heldOut,
      values: heldOut.values.subarray(39 * 256),
      labels: heldOut.labels!.subarray(39),
    };
    expect(await first.features(last)).toEqual(features.subarray(39 * first.dimension));
    await first.dispose();
    await second.dispose();
  });

  it("sees how bright an image is", async () => {
    const classifier = await trainClassifier(training, { engine, classes: 2, seed: 0, epochs: 1 });
    const flat = (value: number) => ({
      values: new Float32Array(256).fill(value),
      height: 16,
      width: 16,
      channels: 1,
    });
    const [dark, pale] = [await classifier.features(flat(-0.5)), await classifier.features(flat(0.5))];
    expect(Math.max(...dark.map((value, k) => Math.abs(value - pale[k]!)))).toBeGreaterThan(0.1);
    await classifier.dispose();
  });

  it("rejects what cannot be learnt", async () => {
    const options = { engine, classes: 2, seed: 0 };
    const rejected = (images: object, more: object, message: string) =>
      expect(trainClassifier({ ...training, ...images }, { ...options, ...more })).rejects.toThrow(
        `trainClassifier: ${message}`,
      );
    const { labels: _, ...unlabelled } = training;
    await expect(trainClassifier(unlabelled, options)).rejects.toThrow("images must have labels, got none");
    await rejected({}, { classes: 1 }, "classes must be a whole number from 2, got 1.");
    await rejected({}, { epochs: 0 }, "epochs must be a number above 0, got 0.");
    await rejected(
      { labels: training.labels!.map(() => 2) },
      {},
      "images.labels must lie in 0…1, got 2 for image 0.",
    );
    await rejected({ width: 15 }, {}, "images must hold whole images of [16,15,1], got 16384 values.");
    const spoilt = training.values.slice();
    spoilt[300] = Number.NaN;
    await rejected({ values: spoilt }, {}, "images must hold numbers, got NaN in image 1.");
    await rejected({ values: [...training.values] }, {}, "images.values must be a Float32Array in [-1, 1].");
  });

  it("ends with the signal's reason", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("enough"));
    const options = { engine, classes: 2, seed: 0, onProgress, signal: controller.signal };
    await expect(trainClassifier(training, options)).rejects.toThrow("enough");
  });
});
