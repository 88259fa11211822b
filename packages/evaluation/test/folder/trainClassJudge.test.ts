import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { writePng } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EvaluationError, trainClassJudge } from "../../src/node.ts";
import { testEngine } from "../tinySets.ts";

const engine = await testEngine();
const data = await mkdtemp(path.join(tmpdir(), "cellgen-judge-"));
afterAll(() => rm(data, { recursive: true }));

const card = {
  formatVersion: 2,
  height: 16,
  width: 16,
  channels: 1,
  pixelType: "uint8",
  ranges: [[0, 255]],
  rangeScope: "set",
  classes: ["dark", "bright"],
  training: {},
} as const;

beforeAll(async () => {
  for (const [name, level] of [
    ["dark", 60],
    ["bright", 200],
    ["unknown", 120],
  ] as const) {
    await mkdir(path.join(data, name));
    for (let index = 0; index < 16; index++) {
      const pixels = Uint8Array.from({ length: 256 }, (_, i) => level + ((i * 31 + index * 7) % 40));
      await writePng(path.join(data, name, `${index}.png`), {
        width: 16,
        height: 16,
        channels: 1,
        data: pixels,
      });
    }
  }
});

const image = (value: number) => ({
  values: new Float32Array(256).fill(value),
  height: 16,
  width: 16,
  channels: 1,
});

test("trainClassJudge recognizes the classes of a model in new images", async () => {
  const stages = new Set<string>();
  const options = {
    data,
    card,
    target: 1,
    engine,
    onProgress: ({ stage }: { stage: string }) => stages.add(stage),
  };
  const { judge, accuracy, heldOut, dispose } = await trainClassJudge(options);
  // 10 of 32: the hash of their names decides for each image.
  expect([accuracy, heldOut]).toEqual([1, 10]);
  const verdicts = await judge([image(-0.4), image(0.7), image(-0.5)]);
  expect(verdicts.map(({ label }) => label)).toEqual([0, 1, 0]);
  for (const { label, probabilities } of verdicts) {
    expect(probabilities).toHaveLength(2);
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 5);
    expect(probabilities[label]!).toBeGreaterThan(0.5);
  }
  expect(await judge([])).toEqual([]);
  expect([...stages]).toEqual(["scan", "read", "train"]);
  await dispose();
});

test("trainClassJudge frees the classifier if it fails to measure it", async () => {
  const counts = { compiled: 0, freed: 0 };
  const failing: Engine = {
    ...engine,
    name: engine.name,
    description: engine.description,
    compile: async (...given) => {
      const compiled = await engine.compile(...given);
      counts.compiled++;
      const isClassifier = "probabilities" in compiled.outputs;
      const run = (...inputs: Parameters<typeof compiled>) =>
        isClassifier ? Promise.reject(new Error("no memory")) : compiled(...inputs);
      return Object.assign(run, {
        outputs: compiled.outputs,
        dispose: async () => {
          counts.freed++;
          await compiled.dispose();
        },
      });
    },
  };
  await expect(trainClassJudge({ data, card, target: 1, engine: failing })).rejects.toThrow("no memory");
  expect(counts.compiled).toBeGreaterThan(0);
  expect(counts.freed).toBe(counts.compiled);
});

test("trainClassJudge is not trained on images that are judged, and refuses too few others", async () => {
  const exclude = Array.from({ length: 9 }, (_, index) => path.join(data, "bright", `${index}.png`));
  const error = await trainClassJudge({ data, card, target: 1, engine, exclude }).catch((e) => e);
  expect(error).toBeInstanceOf(EvaluationError);
  expect(error.fault).toEqual({
    code: "ERR_TOO_FEW_OF_CLASS",
    path: data,
    name: "bright",
    count: 7,
    others: 16,
    minimum: 8,
  });
});
