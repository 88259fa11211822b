import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEngine } from "@cellgen/engine/node";
import { randomStream } from "@cellgen/random";
import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluationFeatures } from "../src/commands/evaluate/evaluateFeatures.ts";
import { testIo } from "./testIo.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-features-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a kept network is that of the very images and classes that it was trained on", async () => {
  const engine = await createEngine("onnx", { threads: 1 });
  const settings = { data: folder, out: path.join(folder, "out"), features: "learnt", seed: 0 };
  const values = randomStream(0, "images").fillUniform(new Float32Array(16 * 64));
  const labels = Int32Array.from({ length: 16 }, (_, image) => image % 2);
  const learn = async (changed: { values?: Float32Array; labels?: Int32Array }): Promise<boolean> => {
    const set = { values, labels, height: 8, width: 8, channels: 1, ...changed };
    const sets = {
      training: { set, names: new Array<string>(16).fill("") },
      classes: ["a", "b"],
      generatedHaveClasses: true,
    };
    const io = testIo();
    const { features } = await evaluationFeatures(
      settings,
      sets,
      engine,
      io,
      new AbortController().signal,
      1,
    );
    await features.dispose();
    return io.out().includes("Features learnt before");
  };
  try {
    expect(await learn({})).toBe(false);
    expect(await learn({ values: values.slice(), labels: labels.slice() })).toBe(true);
    // The same files in another range, or cut out of them elsewhere.
    expect(await learn({ values: values.map((value) => value / 2) })).toBe(false);
    expect(await learn({ labels: labels.map((label) => 1 - label) })).toBe(false);
    expect(await readdir(path.join(folder, ".cellgen"))).toHaveLength(3);
  } finally {
    await engine.dispose();
  }
});
