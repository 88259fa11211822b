import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { trainingDefaults } from "../src/diffusion/trainingDefaults.ts";
import { type TrainFolderOptions, trainFolder } from "../src/node.ts";
import { completeRunSettings } from "../src/run/settings/completeRunSettings.ts";
import { brief, digests, writeCells } from "./runs.ts";

let root: string;
const at = (...names: string[]): string => path.join(root, ...names);
const train = (options: Partial<TrainFolderOptions>) =>
  trainFolder(at("cells"), { ...brief, out: at("run"), ...options });
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-refusals-"));
  await writeCells(at("cells"), 6);
  await train({ steps: 2 });
}, 120_000);
afterAll(() => rm(root, { recursive: true }));

test("refuses a number of channels that the images do not have", async () => {
  await expect(train({ channels: 2, out: at("two") })).rejects.toThrow(
    "channels must be auto or 3, the number of channels of the images, got 2. Use --select-channels to train on some of them.",
  );
});

test.each([
  [
    { size: 15, recipe: "64px" },
    "size must be at least 16 for 3 levels of preset tiny and patches of 2x2 pixels, with half the size first, got 15.",
  ],
  [
    { size: 15, recipe: "128px", halfSize: 0 },
    "size must be at least 16 for 3 levels of preset tiny and patches of 4x4 pixels, got 15.",
  ],
] as const)("refuses images that are too small for the network: %j", async (options, message) => {
  await expect(train({ ...options, out: at("small") })).rejects.toThrow(message);
  await expect(train({ ...options, out: at("small") })).rejects.toMatchObject({ option: "size" });
  expect(await readdir(root)).not.toContain("small");
});

describe("completeRunSettings", () => {
  const complete = (given: Record<string, unknown>) => completeRunSettings({ data: "a", out: "b", ...given });

  test("takes given settings before those of the run, and these before the defaults", () => {
    const paths = { data: path.resolve("a"), out: path.resolve("b") };
    expect(complete({})).toEqual({ ...trainingDefaults, recipe: "32px", ...paths });
    const { steps, batch, lr } = completeRunSettings(
      { data: "a", out: "b", steps: 5, batch: undefined },
      { steps: 7, batch: 8 },
    );
    expect([steps, batch, lr]).toEqual([5, 8, trainingDefaults.lr]);
  });

  test("augments by flips and quarter turns, unless the settings or the run to resume have another augmentation", () => {
    expect(complete({}).augment).toBe("d4");
    expect(complete({ augment: "none" }).augment).toBe("none");
    expect(completeRunSettings({ data: "a", out: "b" }, { augment: "none" }).augment).toBe("none");
  });

  test.each([
    ["steps", 0],
    ["steps", "many"],
    ["steps", 2 ** 32],
    ["batch", 2.5],
    ["lr", 0],
    ["lr", Number.NaN],
    ["ema", 1],
    ["preset", "huge"],
    ["channels", 9],
    ["range", "9,3"],
    ["range", "1%,9"],
    ["display", "blue,purplish"],
    ["schedule", "steep"],
    ["engine", "onnx:tpu"],
    ["threads", 0],
    ["sampleEvery", -1],
    ["classConditional", "yes"],
    ["stabilise", "gain=0"],
    ["stabilise", { gain: -1 }],
    ["out", ""],
    ["stpes", 10],
  ])("refuses %s %j", (setting, value) => {
    expect(() => complete({ [setting]: value })).toThrow(
      expect.objectContaining({ name: "OptionError", option: setting }),
    );
  });

  test("takes the side of a square or width x height, and writes equal sizes alike", () => {
    expect(complete({ size: 30 }).size).toBe(30);
    expect(complete({ size: "30" }).size).toBe(30);
    expect(complete({ size: "48x48" }).size).toBe(48);
    expect(complete({ size: "48x80" }).size).toBe("48x80");
    for (const size of [7, 1025, 12.5, "48x", "x80", "48x7", "48*80", "", [48, 80]]) {
      expect(() => complete({ size })).toThrow(
        expect.objectContaining({
          option: "size",
          problem: expect.stringContaining("a side or WIDTHxHEIGHT in pixels, each from 8 to 1024"),
        }),
      );
    }
  });

  test("writes equal noise as equal text", () => {
    const text = "gain=4,offset=0,read=2";
    for (const noise of [text, "read=2,gain=4", { gain: 4, read: 2 }]) {
      expect(complete({ stabilise: noise }).stabilise).toBe(text);
    }
  });
});

describe("trainFolder refuses", () => {
  test("an unknown option, and names the nearest", async () => {
    await expect(train({ stpes: 3 } as never)).rejects.toThrow(
      new TypeError("trainFolder: options must not have stpes, which is not an option. Did you mean steps?"),
    );
  });

  test("a folder with a run, unless it is to be resumed or replaced", async () => {
    await expect(train({})).rejects.toMatchObject({ code: "ERR_RUN_EXISTS", folder: at("run") });
    await expect(train({ resume: true, force: true })).rejects.toMatchObject({ option: "force" });
    const before = await digests(at("run"));
    const controller = new AbortController();
    controller.abort();
    await expect(train({ force: true, signal: controller.signal })).rejects.toThrow();
    expect(await digests(at("run"))).toEqual(before);
    await train({ force: true, steps: 3 });
    expect(await digests(at("run"))).not.toEqual(before);
  });

  test("to resume a run with other settings or images", async () => {
    await train({ out: at("changed"), steps: 2 });
    const resume = { out: at("changed"), resume: true };
    await expect(train({ ...resume, steps: 4 })).rejects.toMatchObject({ option: "steps" });
    await expect(train({ ...resume, steps: 2, stabilise: "gain=4" })).rejects.toMatchObject({
      option: "stabilise",
    });
    await copyFile(at("cells/class-0/cell-0.png"), at("cells/class-0/another.png"));
    await expect(train({ ...resume, steps: 2 })).rejects.toMatchObject({ code: "ERR_IMAGES_CHANGED" });
    await rm(at("cells/class-0/another.png"));
    await train({ ...resume, steps: 2, threads: 2, checkpointEvery: 7 });
  });

  test("to resume what is no run, or a damaged one", async () => {
    const resume = (folder: string) => trainFolder(at("cells"), { out: at(folder), resume: true });
    await expect(resume("none")).rejects.toMatchObject({ code: "ERR_NO_RUN" });
    await mkdir(at("damaged"));
    await writeFile(at("damaged", "train.json"), "{");
    await expect(resume("damaged")).rejects.toMatchObject({ code: "ERR_RUN_SETTINGS" });
    await writeFile(at("damaged", "train.json"), '{ "data": "cells", "lr": 2 }');
    await expect(resume("damaged")).rejects.toMatchObject({
      code: "ERR_RUN_SETTINGS",
      reason: "lr must be a number above 0 and at most 1, got 2",
      message: expect.not.stringMatching(/trainFolder:.*trainFolder:/),
    });
    await copyFile(at("run", "train.json"), at("damaged", "train.json"));
    await expect(resume("damaged")).rejects.toMatchObject({ code: "ERR_NO_CHECKPOINT" });
    await writeFile(at("damaged", "checkpoint.safetensors"), "half");
    await expect(resume("damaged")).rejects.toMatchObject({ name: "CheckpointError" });
  });

  test("an output folder among the images", async () => {
    await expect(train({ out: at("cells", "run") })).rejects.toMatchObject({ option: "out" });
    await expect(train({ out: at("cells") })).rejects.toMatchObject({ option: "out" });
  });

  test("images that do not fit the settings", async () => {
    const out = at("unfit");
    await expect(trainFolder(at("nowhere"), { ...brief, out })).rejects.toMatchObject({ option: "data" });
    await expect(trainFolder(at("cells/class-0"), { ...brief, out })).rejects.toMatchObject({
      option: "classConditional",
    });
    await expect(train({ out, stabilise: "gain=1,offset=300" })).rejects.toMatchObject({
      option: "stabilise",
    });
    await writeFile(at("cells/class-0/broken.png"), "not a PNG");
    await expect(train({ out, strict: true })).rejects.toMatchObject({ name: "UnreadableImageError" });
    const warned = await train({ out: at("skipped"), steps: 1 });
    await rm(at("cells/class-0/broken.png"));
    expect(warned.warnings.map(({ code }) => code)).toContain("unreadable-images");
    expect(await readdir(root)).not.toContain("unfit");
  });

  test("parts of a split next to other subfolders, which could be classes or not", async () => {
    for (const part of ["train", "test", "monocyte"]) await writeCells(at("unclear", part), 2);
    await expect(trainFolder(at("unclear"), { ...brief, out: at("unfit") })).rejects.toMatchObject({
      option: "classConditional",
      message: expect.stringMatching(/with test, train, which are the parts of a split, next to monocyte\./),
    });
  });

  test("an engine that this machine does not have", async () => {
    await expect(train({ out: at("engine"), engine: "webgl" })).rejects.toMatchObject({
      name: "EngineUnavailableError",
      engine: "webgl",
    });
  });
});
