import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEngine } from "@cellgen/engine/node";
import { createGenerator } from "@cellgen/pipelines";
import { loadModel } from "@cellgen/pipelines/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeRunIssue, prepareRun, readRunSettings, trainFolder } from "../src/node.ts";
import { brief, digests, interruptRun, weightFiles, writeCells } from "./runs.ts";

let root: string;
const at = (...names: string[]): string => path.join(root, ...names);
const json = async (...names: string[]) => JSON.parse(await readFile(at(...names), "utf8"));
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-train-folder-"));
  await writeCells(at("cells"), 12);
  await trainFolder(at("cells"), { ...brief, out: at("whole") });
}, 120_000);
afterAll(() => rm(root, { recursive: true }));

describe("trainFolder", () => {
  test("writes model, checkpoint, settings, images and metrics, and returns the run", async () => {
    const shown: number[] = [];
    const run = await trainFolder(at("cells"), {
      ...brief,
      out: at("new", "run"),
      onProgress: ({ step, steps, meanLoss }) => {
        expect(steps).toBe(brief.steps);
        expect(meanLoss).toBeGreaterThan(0);
        shown.push(step);
      },
    });
    expect(shown).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await readdir(run.path, { recursive: true })).sort()).toEqual([
      "cellgen.json",
      "checkpoint.safetensors",
      "images.csv",
      "metrics.jsonl",
      "model_index.json",
      "scheduler",
      "scheduler/scheduler_config.json",
      "train.json",
      "unet",
      "unet/config.json",
      "unet/diffusion_pytorch_model.safetensors",
      "unet_ema",
      "unet_ema/config.json",
      "unet_ema/diffusion_pytorch_model.safetensors",
    ]);
    expect(run).toMatchObject({ path: at("new", "run"), step: 8 });
    expect(run.records.map(({ step }) => step)).toEqual(shown);
    expect(run.loss).toBeCloseTo(run.records.reduce((sum, { loss }) => sum + loss, 0) / 8, 12);
    expect(run.settings).toEqual(await readRunSettings(run.path));
    expect(run.model.card.classes).toEqual(["class-0", "class-1", "class-2"]);
    expect(run.model.card.training).toMatchObject({ steps: 8, step: 8, images: 12, sourceSide: 16 });
    const saved = await loadModel(run.path);
    expect(saved.card).toEqual(run.model.card);
    expect(saved.parameters).toEqual(run.model.parameters);
  });

  test("is a function of images and settings, bit for bit", async () => {
    const engine = await createEngine("onnx", { threads: 1 });
    await trainFolder(at("cells"), { ...brief, out: at("again"), engine });
    expect(await digests(at("again"))).toEqual(await digests(at("whole")));
    // The engine stays the caller's.
    const generator = await createGenerator(await loadModel(at("again")), engine, { batchSize: 1 });
    await generator.dispose();
    await engine.dispose();
    await trainFolder(at("cells"), { ...brief, out: at("seeded"), seed: 1 });
    expect(await digests(at("seeded"))).not.toEqual(await digests(at("whole")));
  });

  test("aborted and resumed gives the weights and the checkpoint of an uninterrupted run", async () => {
    await interruptRun(at("cells"), 3, { ...brief, out: at("parts"), checkpointEvery: 2 });
    expect(await readdir(at("parts"))).not.toContain("model_index.json");
    await expect(loadModel(at("parts"))).rejects.toMatchObject({ code: "ERR_UNFINISHED_RUN" });

    const steps: number[] = [];
    const run = await trainFolder(at("cells"), {
      out: at("parts"),
      resume: true,
      onProgress: ({ step }) => void steps.push(step),
    });
    expect(steps).toEqual([4, 5, 6, 7, 8]);
    expect(run.records.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await digests(at("parts"))).toEqual(await digests(at("whole")));
  });

  test("calls onSamples on the way with a model that generates, and waits for it", async () => {
    const samples: number[] = [];
    await trainFolder(at("cells"), {
      ...brief,
      out: at("samples"),
      sampleEvery: 3,
      async onSamples({ step, model, engine }) {
        expect(model.card.training).toMatchObject({ step });
        const generator = await createGenerator(model, engine, { batchSize: 1 });
        for await (const { values } of generator.generate({
          count: 1,
          seed: 0,
          sampler: "dpm++2m",
          steps: 2,
          class: 0,
        })) {
          expect(values).toHaveLength(16 * 16 * 3);
        }
        await generator.dispose();
        samples.push(step);
      },
    });
    expect(samples).toEqual([3, 6]);
    expect(await digests(at("samples"))).toEqual(await digests(at("whole")));
  });

  test("samples of steps with images of half the size have that size", async () => {
    const sizes: number[][] = [];
    const { model } = await trainFolder(at("cells"), {
      ...brief,
      out: at("half-size"),
      halfSize: 0.6, // 4.8 of 8 steps
      sampleEvery: 1,
      onSamples({ step, model: { card, unet } }) {
        sizes.push([step, card.width, card.height, Number(unet.config.sampleSize)]);
      },
    });
    expect(brief.steps).toBe(8);
    expect(sizes).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((step) => [step, ...new Array(3).fill(step <= 4 ? 8 : 16)]),
    );
    expect(model.card).toMatchObject({ width: 16, height: 16 });
  });

  test("with other settings writes them where Python looks for them", async () => {
    const run = await trainFolder(at("cells"), {
      ...brief,
      out: at("other"),
      classConditional: false,
      crop: 12,
      channels: 1,
      augment: "flip",
      ema: 0.5,
      lr: 1e-4,
      prediction: "epsilon",
      schedule: "linear",
      stabilise: { gain: 4, read: 2 },
      steps: 2,
    });
    expect(await json("other", "scheduler/scheduler_config.json")).toMatchObject({
      beta_schedule: "linear",
      prediction_type: "epsilon",
    });
    expect(await json("other", "unet/config.json")).toMatchObject({
      in_channels: 1,
      num_class_embeds: null,
      sample_size: 16,
    });
    expect(run.model.card).toMatchObject({
      stabilisation: { gain: 4, offset: 0, read: 2 },
      training: { sourceSide: 12, stabilise: "gain=4,offset=0,read=2" },
    });
    expect(run.settings).toMatchObject({ crop: 12, augment: "flip", ema: 0.5, lr: 1e-4 });
  });

  test("warns of what makes a model less than it could be", async () => {
    const codes: string[] = [];
    const run = await trainFolder(at("cells"), {
      ...brief,
      out: at("warned"),
      steps: 1,
      size: 32,
      classConditional: false,
      stabilise: "gain=4",
      onWarning: ({ code }) => void codes.push(code),
    });
    expect(codes).toEqual(["few-images", "enlarged-images", "scaled-noise", "unused-classes"]);
    expect(run.warnings.map(({ code }) => code)).toEqual(codes);
    const large = { ...brief, out: at("large"), crop: 64 };
    const prepared = await prepareRun(at("cells"), large);
    await prepared.dispose();
    expect(prepared.warnings.map(({ code }) => code)).toEqual(["crop-larger-than-images"]);
    const [warning] = prepared.warnings;
    expect(warning).toMatchObject({ crop: 64, count: 12, total: 12, fitting: 16 });
    expect(warning!.message).toContain("A crop of 16 fits all.");
    expect(describeRunIssue(warning!, (name) => `--${name}`)).toMatch(
      /^A --crop of 64 .* A --crop of 16 fits all\.$/,
    );
  });
});

describe("prepareRun", () => {
  test("trains on the training part of a folder that holds a split, with the classes below it", async () => {
    const data = path.join(root, "parts");
    await writeCells(path.join(data, "train"), 6);
    await writeCells(path.join(data, "test"), 3);
    const run = await prepareRun(data, { ...brief, out: path.join(root, "parts-run") });
    try {
      expect(run.images.files.map(({ part }) => part)).toEqual(new Array(6).fill("training"));
      expect(run.model().card.classes).toEqual(["class-0", "class-1", "class-2"]);
      expect(run.summary.split).toMatchObject({ heldOut: ["test"], images: { training: 6, heldOut: 3 } });
    } finally {
      await run.dispose();
    }
  });
  test("measures a step, finds examples of each class, and writes nothing before train", async () => {
    const run = await prepareRun(at("cells"), { ...brief, out: at("prepared") });
    expect(run.step).toBe(0);
    expect(run.flopsPerStep).toBeGreaterThan(1e6);
    const [time] = await run.measureStepTimes();
    expect(time!.steps).toBe(run.settings.steps);
    expect(time!.milliseconds).toBeGreaterThan(0);
    const examples = await run.examples(6);
    expect(examples.map(({ label }) => label)).toEqual([0, 1, 2, 0, 1, 2]);
    expect(run.summary.count).toBe(12);
    expect(await readdir(root)).not.toContain("prepared");
    const controller = new AbortController();
    controller.abort();
    await expect(run.train({ signal: controller.signal })).rejects.toThrow();
    expect(await readdir(root)).not.toContain("prepared");
    await run.train();
    await run.dispose();
    expect(await digests(at("prepared"))).toEqual(await digests(at("whole")));
    expect(await readdir(at("prepared"), { recursive: true })).toEqual(expect.arrayContaining(weightFiles));
  });
});
