import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSafetensors } from "@cellgen/safetensors/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Classifier, isClassifier, loadNetwork, trainClassifier } from "../../src/index.ts";
import { readNetwork, writeNetwork } from "../../src/node.ts";
import { discsAndRings, testEngine } from "../tinySets.ts";

const engine = await testEngine();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cellgen-network-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a learnt network on disk", () => {
  it("is the same network", async () => {
    const images = discsAndRings(32, 1);
    const trained = await trainClassifier(images, { engine, classes: 2, seed: 0, epochs: 1 });
    const file = join(folder, "network.safetensors");
    await writeNetwork(file, trained.weights);
    const network = (await loadNetwork(await readNetwork(file), engine)) as Classifier;
    expect(isClassifier(network)).toBe(true);
    expect(await network.classify(images)).toEqual(await trained.classify(images));
    await expect(network.features({ ...images, height: 32, width: 8 })).rejects.toThrow(
      "features: images must be of [16,16,1], as the network was trained on, got [32,8,1].",
    );
    const { "head.bias": _, ...tensors } = trained.weights.tensors;
    await expect(loadNetwork({ ...trained.weights, tensors }, engine)).rejects.toThrow(
      "loadNetwork: weights must have head.bias of shape [2], got [].",
    );
    await trained.dispose();
    await network.dispose();
  });

  it("is not read from another file", async () => {
    const file = join(folder, "other.safetensors");
    await writeSafetensors(file, { x: { shape: [1], data: Float32Array.of(1) } });
    await expect(readNetwork(file)).rejects.toThrow(`readNetwork: ${file} must hold a trained network`);
    await writeFile(file, "nothing");
    await expect(readNetwork(file)).rejects.toThrow(file);
  });
});
