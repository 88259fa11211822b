import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testIo } from "../../testIo.ts";
import { trainingFolder, weightFiles } from "./trainingFolder.ts";

const folder = await mkdtemp(path.join(tmpdir(), "cellgen-train-"));
const { at, cellgen, steps, synthesize, training, digests } = trainingFolder(folder);
const trained = (out: string, ...flags: string[]) => cellgen([...training(out), ...flags]);

beforeAll(async () => {
  await synthesize();
  await writeFile(at("cells", "platelet", "broken.png"), "not a PNG");
  const result = await trained("whole", "--sample-every", "20", "--checkpoint-every", "10");
  expect(result).toMatchObject({ code: 0 });
  expect(result.out).toMatch(/18 images, all 16x16/);
  expect(result.out).toMatch(/3: erythrocyte 6, leukocyte 6, platelet 6/);
  expect(result.out).toMatch(/^time +about \S.* for 30 steps at [\d.]+ steps\/s, if no other programs run$/m);
  expect(result.out).toMatch(/1 file skipped, [\d,]+ images? used:\n.*broken\.png/);
  expect(result.out).toContain(
    "augmented   by random flips and quarter turns (d4); use --augment c4 if handedness matters, none if direction does\n",
  );
  expect(result.out).toMatch(/tiny: [\d,]+ parameters, [\d.]+ GFLOP per step/);
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

describe("cellgen train", () => {
  test("leaves a model, pictures, the settings, a line a step and a report", async () => {
    const names = await readdir(at("whole"), { recursive: true });
    expect(names).toEqual(
      expect.arrayContaining([
        "model_index.json",
        "cellgen.json",
        "train.json",
        "images.csv",
        ...weightFiles,
        "scheduler/scheduler_config.json",
        "denoising.png",
        "loss.svg",
        "loss.png",
        "report.html",
        "samples/step-000020.png",
      ]),
    );
    const lines = (await readFile(at("whole", "metrics.jsonl"), "utf8")).trimEnd().split("\n");
    const records = lines.map((line) => JSON.parse(line));
    expect(records.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
    expect(Object.keys(records[0])).toEqual([
      "step",
      "loss",
      "gradientNorm",
      "learningRate",
      "stepMilliseconds",
      "imagesPerSecond",
    ]);
    const list = (await readFile(at("whole", "images.csv"), "utf8")).trimEnd().split("\n");
    expect(list).toHaveLength(19);
    expect(list.slice(0, 2)).toEqual([
      "file,digest",
      expect.stringMatching(/^erythrocyte\/cell-\d+\.png,[\da-f]{16}$/),
    ]);
    const samples = await sharp(at("whole", "samples.png")).metadata();
    expect(samples.width).toBeGreaterThan(6 * 96);
    expect(await readFile(at("whole", "report.html"), "utf8")).toContain("data:image/png;base64,");
  });

  test("refuses a folder with a run, and names the remedies", async () => {
    const { code, err } = await trained("whole");
    expect(code).toBe(2);
    expect(err).toMatch(/already contains a run.*--resume.*--force/);
  });

  test("interrupted and resumed gives the weights and the checkpoint of the uninterrupted run, bit for bit", async () => {
    const io = testIo();
    const watch = setInterval(async () => {
      const text = await readFile(at("parts", "metrics.jsonl"), "utf8").catch(() => "");
      if (text.split("\n").length > 4) io.interrupt();
    }, 5);
    const first = await cellgen(training("parts"), io);
    clearInterval(watch);
    expect(first.code).toBe(130);
    expect(first.err).toMatch(
      /Stopped after step \d+ of 30; a checkpoint is written\. Resume with: .*--resume/,
    );
    const kept = (await readFile(at("parts", "metrics.jsonl"), "utf8")).trimEnd().split("\n").length;
    expect(kept).toBeLessThan(steps);

    expect(await cellgen(["train", "--out", at("parts"), "--resume", "--lr", "0.5"])).toMatchObject({
      code: 2,
    });
    expect(await cellgen(["train", "--out", at("parts"), "--resume"])).toMatchObject({ code: 0 });
    expect(await digests("parts", weightFiles)).toEqual(await digests("whole", weightFiles));
    const lines = (await readFile(at("parts", "metrics.jsonl"), "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(steps);
  });

  test("with other settings writes them where Python looks for them", async () => {
    const flags = [
      "--crop",
      "12",
      "--channels",
      "1",
      "--augment",
      "none",
      "--ema",
      "0.5",
      "--lr",
      "1e-4",
      "--seed",
      "3",
    ];
    const words = [
      "--prediction",
      "epsilon",
      "--schedule",
      "linear",
      "--no-class-conditional",
      "--steps",
      "2",
    ];
    const { code, out, err } = await trained("other", ...flags, ...words);
    expect(code).toBe(0);
    expect(out).not.toContain("augmented");
    expect(err).not.toContain("is larger than the images");
    const json = async (name: string) => JSON.parse(await readFile(at("other", name), "utf8"));
    expect(await json("scheduler/scheduler_config.json")).toMatchObject({
      beta_schedule: "linear",
      prediction_type: "epsilon",
    });
    expect(await json("unet/config.json")).toMatchObject({
      in_channels: 1,
      num_class_embeds: null,
      sample_size: 16,
    });
    expect((await json("cellgen.json")).training.sourceSide).toBe(12);
    expect(await json("train.json")).toMatchObject({
      crop: 12,
      augment: "none",
      ema: 0.5,
      lr: 1e-4,
      seed: 3,
    });
  });

  test("says that crops larger than the images are the whole images, and how large the training images were", async () => {
    const { err } = await trained("large-crop", "--crop", "64", "--steps", "1", "--sample-every", "0");
    expect(err).toContain(
      "note: A --crop of 64 is larger than the images, which are cropped to their shorter side instead, so their cells are scaled differently. A --crop of 16 fits all.\n",
    );
    const { training: card } = JSON.parse(await readFile(at("large-crop", "cellgen.json"), "utf8"));
    expect(card.sourceSide).toBe(16);
  });

  test("refuses to write among the images, or where a file stands", async () => {
    const inside = await cellgen(["train", "--data", at("cells"), "--out", at("cells", "run")]);
    expect(inside).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--out must lie outside the folder of images/),
    });
    const file = await cellgen([
      "train",
      "--data",
      at("cells"),
      "--out",
      at("cells", "platelet", "broken.png", "x"),
    ]);
    expect(file.code).toBe(2);
    await writeFile(at("file"), "");
    const onFile = await cellgen(["train", "--data", at("cells"), "--out", at("file", "x")]);
    expect(onFile).toMatchObject({
      code: 2,
      err: expect.stringMatching(/file is a file\. Choose another --out/),
    });
  });

  test("does not resume with other images than it was started with", async () => {
    await copyFile(at("cells", "platelet", "cell-00002.png"), at("cells", "platelet", "another.png"));
    const { code, err } = await cellgen(["train", "--out", at("whole"), "--resume"]);
    await rm(at("cells", "platelet", "another.png"));
    expect(code).toBe(2);
    expect(err).toMatch(/differ from those that the run was started with/);
  });

  test("--strict stops at the unreadable image", async () => {
    const { code, err } = await trained("strict", "--strict");
    expect(code).toBe(1);
    expect(err).toMatch(/broken\.png/);
    expect(await readdir(folder)).not.toContain("strict");
  });

  test.each([
    [
      "{",
      /^cellgen: --resume: train\.json in .*unusable cannot be used: .*JSON.*\. Restore it, or start another run/,
    ],
    ['{"data": "cells", "lr": 3}', /cannot be used: lr must be .*, got 3\. Restore it/],
  ])("--resume states what is wrong with settings such as %s", async (text, message) => {
    await mkdir(at("unusable"), { recursive: true });
    await writeFile(at("unusable", "train.json"), text);
    const { code, err } = await cellgen(["train", "--out", at("unusable"), "--resume"]);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test("--resume without a run, and with a damaged checkpoint, says what to do", async () => {
    expect((await cellgen(["train", "--out", at("none"), "--resume"])).err).toMatch(/there is no run/);
    await mkdir(at("damaged"));
    await copyFile(at("whole", "train.json"), at("damaged", "train.json"));
    await writeFile(at("damaged", "checkpoint.safetensors"), "half");
    const { code, err } = await cellgen(["train", "--out", at("damaged"), "--resume"]);
    expect(code).toBe(1);
    expect(err).toMatch(/checkpoint\.safetensors/);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});
