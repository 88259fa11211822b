import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { evaluateFolder } from "@cellgen/evaluation/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../../src/program.ts";
import { testIo } from "../../testIo.ts";
import { writeTestModel } from "../../testModel.ts";
import { evaluateBriefly } from "./evaluateBriefly.ts";

let folder: string;
const at = (...names: string[]): string => path.join(folder, ...names);

async function cellgen(...argv: readonly string[]): Promise<void> {
  const io = testIo();
  expect(await run(argv, io), io.err()).toBe(0);
}

/** What evaluation.json says of a few images of the model. */
async function evaluation(out: string, sampling: Readonly<Record<string, unknown>> = {}, force = false) {
  const flags = { model: at("model"), data: at("cells"), count: 8, threads: 1, features: "cells" };
  await evaluateBriefly(1, { ...flags, ...sampling, out: at(out), force }, testIo());
  return await readFile(at(out, "evaluation.json"), "utf8");
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-evaluate-model-"));
  await cellgen("data", "synth", "--kind", "smear", "--size", "16", "--out", at("cells"), "--count", "120");
  await writeTestModel(at("model"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("cellgen evaluate --model", () => {
  test("images are generated as cellgen sample writes them, value for value", async () => {
    const sampling = { sampler: "ddim", steps: 6, eta: 0.5 } as const;
    const flags = ["--model", at("model"), "--seed", "3", "--batch", "4", "--guidance", "2", "--count", "8"];
    const sampler = Object.entries(sampling).flatMap(([name, value]) => [`--${name}`, String(value)]);
    await cellgen("sample", ...flags, ...sampler, "--out", at("written"), "--threads", "1");
    const common = { data: at("cells"), features: "cells", engine: "onnx", seed: 3 } as const;
    const generation = { model: at("model"), ...sampling, guidanceScale: 2, batchSize: 4, count: 8 };
    const { generated } = (await evaluateFolder({ ...common, ...generation })).images;
    const read = (await evaluateFolder({ ...common, images: at("written") })).images.generated;
    expect(generated.set).toEqual(read.set);
    expect(new Set(generated.set.values).size).toBeGreaterThan(50);
  });

  test("records the digest of the weights and how they drew, which the report says too", async () => {
    expect(JSON.parse(await evaluation("as-learnt"))).toMatchObject({
      model: at("model"),
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      drawing: { sampler: "dpm++2m", steps: 20, guidanceScale: 1 },
      repeat: expect.stringMatching(/ --sampler dpm\+\+2m --guidance 1 .*--count 8 /),
    });
    const sampling = { sampler: "ddim", steps: 5, eta: 0.5 };
    const guided = JSON.parse(await evaluation("guided", { ...sampling, guidance: 2.5 }));
    expect(guided).toMatchObject({
      drawing: { ...sampling, guidanceScale: 2.5 },
      settings: { ...sampling, guidance: 2.5 },
    });
    expect(await readFile(at("guided", "report.html"), "utf8")).toContain(
      `8 generated images by ${at("model")} with ddim (5 steps, eta 0.5, guidance 2.5), compared with 87 real`,
    );
  });

  test("comes to the same for one seed, byte for byte", async () => {
    const once = await readFile(at("as-learnt", "evaluation.json"), "utf8");
    expect(await evaluation("as-learnt", {}, true)).toBe(once);
  });
});
